"""Files with content credentials (C2PA), signed while the tests run by a certificate of their own making.

Nothing of it is kept: there is no key and no certificate in the repository.
"""

import datetime
import io
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"
AI_MADE = VOCABULARY + "trainedAlgorithmicMedia"
AI_PARTLY = VOCABULARY + "compositeWithTrainedAlgorithmicMedia"
CAPTURED = VOCABULARY + "digitalCapture"
PEM = serialization.Encoding.PEM
QUIET = {
    "verify": {"verify_trust": False, "verify_after_sign": False, "remote_manifest_fetch": False},
    "builder": {"thumbnail": {"enabled": False}},
}


def signed(data: bytes, media_type: str, *source_types: str, ocsp: str | None = None) -> bytes:
    """The file with credentials that declare one action for each digital source type."""
    with c2pa.Context.from_dict(QUIET) as context:
        builder = c2pa.Builder(json.dumps(_manifest(source_types)), context=context)
        out = io.BytesIO()
        builder.sign(_signer(ocsp), media_type, io.BytesIO(data), out)
        return out.getvalue()


def pointing_at(data: bytes, media_type: str, url: str) -> bytes:
    """The file with its credentials left elsewhere, and in it only where they are."""
    with c2pa.Context.from_dict(QUIET) as context:
        builder = c2pa.Builder(json.dumps(_manifest((AI_MADE,))), context=context)
        builder.set_no_embed()
        builder.set_remote_url(url)
        out = io.BytesIO()
        builder.sign(_signer(None), media_type, io.BytesIO(data), out)
        return out.getvalue()


def _manifest(source_types: Sequence[str]) -> dict[str, Any]:
    actions = [{"action": "c2pa.created", "digitalSourceType": kind} for kind in source_types]
    assertions = [{"label": "c2pa.actions", "data": {"actions": actions}}]
    return {"claim_generator_info": [{"name": "Picture Maker"}], "assertions": assertions}


@cache
def _signer(ocsp: str | None) -> c2pa.Signer:
    root, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = (
        _certificate("Root", root)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(root, hashes.SHA256())
    )
    leaf = (
        _certificate("Signer", key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()), critical=False)
    )
    if ocsp:
        access = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(ocsp)
        )
        leaf = leaf.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
    chain = leaf.sign(root, hashes.SHA256()).public_bytes(PEM) + issuer.public_bytes(PEM)
    secret = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return c2pa.Signer.from_info(c2pa.C2paSignerInfo(c2pa.C2paSigningAlg.ES256, chain, secret, None))


def _certificate(subject: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name("Root"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Test"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
