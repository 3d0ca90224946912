"""A batch as an ISO 20022 message, pain.001.001.09, through the classes of pyiso20022."""

from collections.abc import Sequence
from datetime import UTC
from decimal import Decimal
from typing import Any, Final

from verifier.domain.bank import BankAccount
from verifier.domain.bank_proof import Payment
from verifier.domain.errors import ConfigurationError
from verifier.domain.money import FEN
from verifier.usecases.bank_ports import Batch
from verifier.usecases.evaluation import CHINA

YUAN: Final = "CNY"
CLEARING: Final = "CNAPS"  # ExternalClearingSystemIdentification1Code: the People's Bank's payment system


def pain_bytes(batch: Batch, payments: Sequence[Payment], ours: BankAccount) -> bytes:
    """The message; the same batch always gives the same bytes. Raises ConfigurationError without xsdata."""
    try:
        from pyiso20022.pain import pain_001_001_09 as iso  # noqa: PLC0415  half a second, and for few
        from xsdata.formats.dataclass.serializers import XmlSerializer  # noqa: PLC0415
        from xsdata.formats.dataclass.serializers.config import SerializerConfig  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ConfigurationError(f"ISO 20022 messages need the Python package {error.name}.") from error
    document = _Writer(iso, batch, ours).document(payments)
    serialiser = XmlSerializer(config=SerializerConfig(indent="  "))
    namespace = iso.Document.Meta.namespace
    text: str = serialiser.render(document, ns_map={None: namespace})
    return text.encode()


class _Writer:
    """Puts one batch into the library's classes."""

    def __init__(self, iso: Any, batch: Batch, ours: BankAccount) -> None:
        self._iso = iso
        self._batch = batch
        self._ours = ours

    def document(self, payments: Sequence[Payment]) -> Any:
        iso, count = self._iso, str(len(payments))
        total = sum((_decimal(one) for one in payments), Decimal(0))
        header = iso.GroupHeader85(
            msg_id=self._batch.id,
            cre_dt_tm=self._batch.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            nb_of_txs=count,
            ctrl_sum=total,
            initg_pty=iso.PartyIdentification135(nm=self._ours.holder),
        )
        instruction = iso.PaymentInstruction30(
            pmt_inf_id=self._batch.id,
            pmt_mtd=iso.PaymentMethod3Code.TRF,
            nb_of_txs=count,
            ctrl_sum=total,
            reqd_exctn_dt=iso.DateAndDateTime2Choice(dt=self._day()),
            dbtr=iso.PartyIdentification135(nm=self._ours.holder),
            dbtr_acct=self._account(self._ours),
            dbtr_agt=self._bank(self._ours),
            cdt_trf_tx_inf=[self._transfer(one) for one in payments],
        )
        initiation = iso.CustomerCreditTransferInitiationV09(grp_hdr=header, pmt_inf=[instruction])
        return iso.Document(cstmr_cdt_trf_initn=initiation)

    def _transfer(self, payment: Payment) -> Any:
        iso, theirs = self._iso, payment.account
        assert theirs is not None, "a payment of ours names where it goes"
        amount = iso.ActiveOrHistoricCurrencyAndAmount(value=_decimal(payment), ccy=YUAN)
        return iso.CreditTransferTransaction34(
            pmt_id=iso.PaymentIdentification6(instr_id=payment.id, end_to_end_id=payment.reference),
            amt=iso.AmountType4Choice(instd_amt=amount),
            cdtr_agt=self._bank(theirs),
            cdtr=iso.PartyIdentification135(nm=theirs.holder),
            cdtr_acct=self._account(theirs),
            rmt_inf=iso.RemittanceInformation16(ustrd=[payment.reference]),
        )

    def _account(self, account: BankAccount) -> Any:
        iso = self._iso
        identified = iso.GenericAccountIdentification1(id=account.number)
        return iso.CashAccount38(id=iso.AccountIdentification4Choice(othr=identified), ccy=YUAN)

    def _bank(self, account: BankAccount) -> Any:
        iso, member = self._iso, None
        if account.cnaps:
            clearing = iso.ClearingSystemIdentification2Choice(cd=CLEARING)
            member = iso.ClearingSystemMemberIdentification2(clr_sys_id=clearing, mmb_id=account.cnaps)
        bank = iso.FinancialInstitutionIdentification18(clr_sys_mmb_id=member, nm=account.bank or None)
        return iso.BranchAndFinancialInstitutionIdentification6(fin_instn_id=bank)

    def _day(self) -> Any:
        from xsdata.models.datatype import XmlDate  # noqa: PLC0415  see above

        return XmlDate.from_date(self._batch.made_at.astimezone(CHINA).date())


def _decimal(payment: Payment) -> Decimal:
    return (Decimal(payment.amount.fen) / FEN).quantize(Decimal("0.01"))
