"""Sites: which there are, a new one, and the one a step is taken at."""

from collections.abc import Sequence

from counter.domain.application import Event
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.site import MOST_SITES, Site, is_site_code
from counter.domain.words import Words
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.unit_of_work import UnitOfWork


def site_of(code: str, uow: UnitOfWork) -> Site:
    """Return the site of the letters (InputRefused ``unknown_site``, naming those there are)."""
    found = uow.setup.site(code)
    if found is None:
        known = ", ".join(f"{one.code} {one.name}" for one in uow.setup.sites())
        words = Words("没有站点“{site}”。现有：{all}。", "There is no site “{site}”. There are: {all}.")
        remedy = Words(
            "请核对站点代码，或由管理员用 sites add 登记。",
            "Check the site's letters, or let an administrator enter it with sites add.",
        )
        raise InputRefused("unknown_site", words.fill(site=code, all=known or "-"), {"site": remedy})
    return found


def add_site(site: Site, officer: Officer, uow: UnitOfWork) -> None:
    """Enter a new site (NotAllowed for others than administrators; InputRefused by field)."""
    if officer.role != "administrator":
        raise NotAllowed(
            "not_allowed", Words("只有管理员可以登记站点。", "Only administrators may enter sites.")
        )
    faults: dict[str, Words] = {}
    known = uow.setup.sites()
    if not is_site_code(site.code):
        faults["code"] = Words("应为两个大写字母。", "It has to be two capital letters.")
    elif any(one.code == site.code for one in known):
        faults["code"] = Words("该代码已有站点。", "There is a site of these letters.")
    if not 0 <= site.number <= MOST_SITES:
        faults["number"] = Words("应为 0 至 999。", "It has to be from 0 to 999.")
    elif any(one.number == site.number for one in known):
        faults["number"] = Words("该编号已有站点。", "There is a site of this number.")
    if not site.name.strip():
        faults["name"] = Words("请填写名称。", "Give its name.")
    if faults:
        raise InputRefused("bad_site", Words("站点信息有误。", "The site is not right."), faults)
    uow.setup.add_site(site)
    facts: dict[str, object] = {"code": site.code, "number": site.number, "name": site.name}
    uow.log_hall(Event(uow.moment(), officer.name, "site_added", facts))


def sites_of(app: App) -> Sequence[Site]:
    """Return the sites of the hall's database."""
    with app.open_uow(read_only=True) as uow:
        return uow.setup.sites()


def enter_site(app: App, site: Site, officer: Officer) -> None:
    """Enter a new site (NotAllowed for others than administrators; InputRefused by field)."""
    with app.open_uow() as uow:
        add_site(site, officer, uow)
        uow.commit()
