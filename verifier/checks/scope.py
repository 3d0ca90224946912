"""May the employer post jobs for others?

pass          a direct employer or a public body, or the scope names human-resources services
concern       never
fail          an agency or a dispatch firm whose scope names no such service
inconclusive  an agency or a dispatch firm whose scope was not read

人力资源市场暂行条例 (Order 700) Art. 18: an agency needs a permit. None is collected yet, so the scope must
say it.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from verifier.domain.case import AccountType
from verifier.domain.check import Judgement, Licence, Thresholds, absent, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.reading import FieldName
from verifier.domain.wording import comparable

NAME: Final = "scope"
WANTED: Final[Mapping[AccountType, re.Pattern[str]]] = {
    AccountType.HR_AGENCY: re.compile("人力资源|职业中介|人才(中介|服务|招聘|交流)|猎头"),
    AccountType.LABOUR_DISPATCH: re.compile("劳务派遣"),
}


class Code(StrEnum):
    ALLOWS = "scope_allows"
    LACKS_SERVICE = "scope_lacks_service"


def judge(licence: Licence, _thresholds: Thresholds) -> Iterator[Judgement]:
    account, scope = licence.facts.account_type, licence.field(FieldName.SCOPE)
    wanted = WANTED.get(account)
    if wanted is None:
        detail = "The employer posts its own jobs, which asks for no particular scope."
        yield Judgement(Outcome.PASS, Code.ALLOWS, detail, str(account))
    elif scope is None:
        yield absent(FieldName.SCOPE)
    elif named := wanted.search(comparable(scope.value)):
        detail = f"The scope names {named.group()}."
        yield Judgement(Outcome.PASS, Code.ALLOWS, detail, named.group(), wanted.pattern, (scope.box,))
    else:
        detail = f"The account is of the type {str(account)!r}, and the scope names none of {wanted.pattern}."
        yield Judgement(Outcome.FAIL, Code.LACKS_SERVICE, detail, str(account), wanted.pattern, (scope.box,))


CHECK: Final = of_each_licence(NAME, Code, judge)
