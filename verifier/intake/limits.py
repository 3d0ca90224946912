"""What a file of evidence may measure, each number with its source. Enforces nothing."""

from typing import Final

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_PIXELS: Final = 60_000_000
"""Of one page, as its header states. Phones of today make 12 to 50 million; decoded to BGR it is 180 MB."""

MIN_LONG_SIDE: Final = 700
"""Pixels. Reading was measured to hold from 700 on and to fail without a word at 500."""

PORTRAIT_LONG_SIDE: Final = 240
"""Pixels, of a still picture of a face: three times the smallest face that identity was measured on, 80."""

MAX_ELONGATION: Final = 10
"""Long side over short side. Licences are 1.4; the most elongated of 161 sample photos is 1.8; a scrolled
screenshot reaches 5. What lies beyond is a crafted file or a strip of one."""

MAX_PAGES: Final = 10
"""A licence is one sheet, or two with its duplicate (副本); ten leave room for what is scanned along with it
and bound a reader's work to under a minute."""

MAX_SCANS: Final = 100
"""Of a progressive JPEG. Encoders write about ten; crafted files hold thousands, and each costs a pass over
all pixels: 0.1 s at 60 megapixels."""

HEADER_READS: Final = 100_000
"""Reads that one header may take. Photos take under 300; 20 MiB of crafted markers would take millions."""
