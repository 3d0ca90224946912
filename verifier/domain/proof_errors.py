"""The errors of proofs of control that a caller can act on; as in errors, each has a stable code."""

from verifier.domain.errors import Conflict, Invalid, VerifierError


class ProofUnderWay(Conflict):
    code = "proof_under_way"
    title = "A proof of this kind is under way already"


class ProofOver(Conflict):
    code = "proof_over"
    title = "The proof is settled, or its time is over; open a new one"


class ProofNotInReview(Conflict):
    code = "proof_not_in_review"
    title = "The proof does not wait for a person"


class VisitOver(Conflict):
    code = "visit_over"
    title = "The visit was sent in; nothing of it changes any more"


class VisitCancelled(Conflict):
    code = "visit_cancelled"
    title = "A reviewer cancelled the visit; nothing of it is taken any more"


class VisitBegun(Conflict):
    code = "visit_begun"
    title = "Something of the visit has arrived already: another agent cannot go on with it"


class VisitReportChanged(Conflict):
    code = "visit_report_changed"
    title = "The report changed while it was read; read it again before you sign"


class VisitIncomplete(Conflict):
    code = "visit_incomplete"
    title = "Not everything that the visit names has arrived; send it again"


class VisitItemConflict(Conflict):
    code = "visit_item_conflict"
    title = "Something else was kept under this identifier before"


class ProofComesWithCase(Conflict):
    code = "proof_comes_with_case"
    title = "This paper is handed in as evidence of a case"


class ProofByReviewerOnly(Conflict):
    code = "proof_by_reviewer_only"
    title = "Only a reviewer orders a proof of this kind"


class UploadOffsetWrong(Conflict):
    code = "upload_offset_wrong"
    title = "The upload does not go on where it stands; ask for its offset"


class BankUnavailable(Conflict):
    code = "bank_unavailable"
    title = "This service has no bank account configured; choose another proof"


class EmployerUnnamed(Conflict):
    code = "employer_unnamed"
    title = "No case says yet what the employer is called, so that no account can be compared with it"


class PaymentUnderWay(Conflict):
    code = "payment_under_way"
    title = "A payment of this proof is under way already"


class PaymentsUsedUp(Conflict):
    code = "payments_used_up"
    title = "We have paid this employer as often as we do; pay us instead, or choose another proof"


class PaymentNotSent(Conflict):
    code = "payment_not_sent"
    title = "No payment of ours is on its way yet whose amount could be named"


class MailTooSoon(Conflict):
    code = "mail_too_soon"
    title = "A message was sent just now; wait a little before you ask for another"


class MailMessagesSpent(Conflict):
    code = "mail_messages_spent"
    title = "This proof has no message left; answer the last one, or open a new proof"


class MailAddressLimit(Conflict):
    code = "mail_address_limit"
    title = "This address gets no more messages for now; try again tomorrow, or use another one"


class MailLimit(Conflict):
    code = "mail_limit"
    title = "There were too many messages; try again later"


class MailNotAsked(Conflict):
    code = "mail_not_asked"
    title = "There is no message that could be answered; ask for one first"


class MailCodeWrong(Conflict):
    code = "mail_code_wrong"
    title = "The code is not the one in the last message"


class MailCodesUsedUp(Conflict):
    code = "mail_codes_used_up"
    title = "The code was mistyped too often; ask for another message"


class MailCodeExpired(Conflict):
    code = "mail_code_expired"
    title = "The time of the code is over; ask for another message"


class VideoTooLarge(VerifierError):
    code = "video_too_large"
    status = 413
    title = "The film has more bytes than are taken"


class MailAddressInvalid(Invalid):
    code = "mail_address_invalid"
    title = "This is no e-mail address of a domain that anybody could have registered"


class MailNotCorporate(Invalid):
    code = "mail_not_corporate"
    title = "Anybody can open a mailbox there; use one of the company's own domain"


class MailDisposable(Invalid):
    code = "mail_disposable"
    title = "Mailboxes there are made to be thrown away; use one of the company's own domain"


class MailCodeMalformed(Invalid):
    code = "mail_code_malformed"
    title = "A code has six digits"


class VideoEmpty(VerifierError):
    code = "video_empty"
    status = 422
    title = "The film has no bytes"
