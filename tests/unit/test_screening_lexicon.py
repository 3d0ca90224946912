"""Which lexicon files are refused, and what a site's own file may change."""

from pathlib import Path

import pytest

from verifier.domain.errors import ConfigurationError
from verifier.domain.screening import JobText, ScreeningAction, Trade
from verifier.screening.loading import LEXICONS, load, shipped
from verifier.screening.screener import Screener

V1 = (LEXICONS / "v1.toml").read_text(encoding="utf-8")
OWN = 'version = "site-1"\n'
ADDED = """
[[add]]
trade = "fake_orders"
sign = "named"
terms = ["放水单"]
source = "Seen by our reviewers."
"""

NEW = """
[[new]]
trade = "gambling"
[new.sign]
name = "own_slang"
kind = "core"
points = 35
label = { zh = "本站行话", en = "Slang on our site" }
source = "Our reviewers, n = 12."
terms = ["种白菜"]
"""


@pytest.mark.parametrize("file", sorted(LEXICONS.glob("*.toml")), ids=lambda file: file.stem)
def test_every_lexicon_that_ships_loads_under_its_own_name(file: Path) -> None:
    assert load(file).version == file.stem


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('version = "v1"', "", "version"),
        ('version = "v1"', "version = 1", "version"),
        ('version = "v1"', 'version = "v1"\nban_at = 90', "ban_at"),
        ("[trades.gambling]", "[trades.poker]", "poker"),
        ('kind = "core"\npoints = 45', 'kind = "ban"\npoints = 45', "kind"),
        ('kind = "core"\npoints = 45', 'kind = "core"\npoints = 60', "must be from 1 to 45"),
        ('kind = "core"\npoints = 45', 'kind = "core"\npoints = "45"', "points"),
        ('"刷单", "唰单"', '"刷单", "唰单", "刷 單"', "twice"),
        ('"刷单", "唰单"', '"刷单", "。"', "characters count"),
        ('"刷单", "唰单"', '"刷单", "单"', "characters count"),
        ('"印刷单", "粉刷单"', '"印刷机", "粉刷单"', "contains none of its terms"),
        ('source = "OWN: 拿货; PYRAMIDS: purchases in place of a fee."', 'source = " "', "source is empty"),
        ('permits = ["for_others"', 'permits = ["for_nobody"', "for_nobody"),
        ("review_at = { value = 60", "review_at = { value = 20", "step_up_at"),
        ("side_max = { value = 45", "side_max = { value = 60", "side_max"),
        ('name = "orders_for_sales"', 'name = "named"', "two entries"),
        ("phone = []", "", "contacts.phone"),
        ("[limits]", "[limits", "not TOML"),
        ("within = 12", "within = 21", "from 0 to 20"),
        ('one = ["简历"]', "one = []", "both sides"),
        ('terms = ["柬埔寨"', 'words = ["柬埔寨"', "words"),
    ],
)
def test_a_lexicon_with_a_slip_is_refused_and_says_where(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in V1
    file = tmp_path / "v2.toml"
    file.write_text(V1.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=told):
        load(file)


def test_a_lexicon_that_is_not_there_is_refused_without_its_folder(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"v9\.toml cannot be read") as refused:
        load(tmp_path / "v9.toml")
    assert str(tmp_path) not in str(refused.value)


def _own(tmp_path: Path, text: str) -> Screener:
    file = tmp_path / "site.toml"
    file.write_text(OWN + text, encoding="utf-8")
    return Screener(load(LEXICONS / "v1.toml", file))


def test_a_site_adds_terms_and_the_version_says_so(tmp_path: Path) -> None:
    job = JobText("", "长期放-水-单")
    assert Screener(shipped()).screen(job).tags == ()
    result = _own(tmp_path, ADDED).screen(job)
    assert result.tags[0].trade is Trade.FAKE_ORDERS
    assert result.lexicon == "v1+site-1"


def test_a_site_adds_a_sign_of_its_own(tmp_path: Path) -> None:
    assert _own(tmp_path, NEW).screen(JobText("", "去国外种白菜")).action is ScreeningAction.STEP_UP


def test_a_site_switches_terms_off_and_others_of_the_sign_stay(tmp_path: Path) -> None:
    off = (
        '[[off]]\ntrade = "fake_orders"\nsign = "named"\nterms = ["刷单"]\nsource = "We print order forms."\n'
    )
    screener = _own(tmp_path, off)
    assert screener.screen(JobText("", "刷单")).tags == ()
    assert screener.screen(JobText("", "炒信")).action is ScreeningAction.STEP_UP


def test_a_site_switches_a_whole_sign_off_also_where_a_licence_permits_it(tmp_path: Path) -> None:
    off = '[[off]]\ntrade = "unlicensed_lending"\nsign = "posts"\nsource = "We serve banks alone."\n'
    assert _own(tmp_path, off).screen(JobText("贷款专员", "")).tags == ()


def test_a_site_adds_innocent_phrases(tmp_path: Path) -> None:
    own = ADDED.replace("terms = [", "innocent_in = [").replace("放水单", "刷单乐队")
    assert _own(tmp_path, own).screen(JobText("", "刷单乐队招鼓手")).tags == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ADDED.replace('"named"', '"nothing"'), "has no sign 'nothing'"),
        (ADDED.replace('"fake_orders"', '"poker"'), "expected Trade"),
        (ADDED.replace("放水单", "刷 单"), "twice"),
        (ADDED.replace("Seen by our reviewers.", " "), "no source"),
        (ADDED + "points = 45\n", "points"),
        ('[[off]]\ntrade = "gambling"\nsign = "named"\nsource = ""\n', "no source"),
        ("[limits]\nreview_at = 20\n", "limits"),
        (NEW.replace('["种白菜"]', "[]"), "has no terms"),
        (NEW.replace("points = 35", "points = 46"), "from 1 to 45"),
        (NEW.replace('"own_slang"', '"named"'), "two entries"),
        ('[[off]]\ntrade = "gambling"\nsign = "named"\nterms = ["麻将"]\nsource = "x"\n', "no term"),
    ],
)
def test_a_site_file_with_a_slip_is_refused_and_says_where(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        _own(tmp_path, text)
