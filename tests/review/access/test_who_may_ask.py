"""A real server on a socket of this machine, asked by everybody but the page that it gave its cookie to."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.review.serving_made import Page, path_of, review_server
from vbn_video.review.access.browser_session import Session


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("optagelser æøå")
    (folder / "hemmelig.txt").write_text("hemmelig")
    with review_server(folder) as page:
        yield page


ALL = ("/", "/assets/app.js", "/api/desk", "/api/texts", "/api/events", "/media/0123456789abcdef/0")


@pytest.mark.parametrize("path", ALL)
def test_without_the_cookie_nothing_is_given_out(page: Page, path: str) -> None:
    assert Page(page.server).get(path).status == 403


@pytest.mark.parametrize("path", ALL[:-2])
def test_the_page_itself_is_answered(page: Page, path: str) -> None:
    assert page.get(path).status == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}", ""])
@pytest.mark.parametrize("path", ["/", "/api/desk", "/begin?token=x"])
def test_a_foreign_host_is_refused_whatever_else_is_right(page: Page, host: str, path: str) -> None:
    assert page.get(path, Host=host.format(port=page.port)).status == 421


def test_two_hosts_are_no_host(page: Page) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", page.port, timeout=30)
    connection.putrequest("GET", "/api/desk", skip_host=True)
    for name, value in (("Host", f"127.0.0.1:{page.port}"), ("Host", "evil.example"), ("Cookie", page.cookie)):
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status in (400, 421)
    connection.close()


def test_localhost_is_the_same_machine(page: Page) -> None:
    assert page.get("/api/desk", Host=f"localhost:{page.port}", Origin=f"http://localhost:{page.port}").status == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "http://127.0.0.1"]
)
@pytest.mark.parametrize("path", ["/api/desk", "/", "/begin?token=x"])
def test_a_foreign_origin_is_refused(page: Page, origin: str, path: str) -> None:
    assert page.get(path, Origin=origin.format(port=page.port)).status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/api/desk", "/assets/app.js", "/media/0123456789abcdef/0"])
def test_a_page_of_another_port_or_name_can_load_nothing_though_the_cookie_comes_along(page: Page, site: str, path: str) -> None:
    assert page.get(path, Sec_Fetch_Site=site, Sec_Fetch_Mode="no-cors", Sec_Fetch_Dest="image").status == 403


def test_a_link_may_lead_to_the_front_but_a_frame_may_not_show_it(page: Page) -> None:
    link = {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "navigate"}
    assert page.get("/", **link, Sec_Fetch_Dest="document").status == 200
    assert page.get("/", **link, Sec_Fetch_Dest="iframe").status == 403
    assert page.get("/api/desk", **link, Sec_Fetch_Dest="document").status == 403


def test_what_the_page_may_send_is_answered(page: Page) -> None:
    assert page.post("/api/runs/none/stop", {}).status == 400  # there is no such run: the application has answered


@pytest.mark.parametrize(
    "change",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "none"},
        {"X_VBN_Video": "other"},
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/x-www-form-urlencoded"},
        {"Content_Type": "multipart/form-data; boundary=x"},
    ],
)
def test_what_another_page_could_send_is_refused(page: Page, change: dict[str, str]) -> None:
    assert page.post("/api/runs/none/stop", {}, **change).status in (403, 415)


def test_a_form_of_another_page_is_refused(page: Page) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example"}
    assert page.raw("POST", "/api/runs", form, b"key=x").status == 403


def test_a_change_without_origin_and_site_is_refused(page: Page) -> None:
    """A browser sends one of them with every change."""
    assert page.raw("POST", "/api/runs", {"X-VBN-Video": "review", "Content-Type": "application/json"}, b"{}").status == 403


def test_leave_is_never_given_to_another_page(page: Page) -> None:
    asked = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    answer = page.raw("OPTIONS", "/api/runs", asked)
    assert answer.status == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_no_more_is_taken_in_than_a_page_has_to_send(page: Page) -> None:
    large = {"Sec-Fetch-Site": "same-origin", "Origin": page.origin, "X-VBN-Video": "review", "Content-Type": "application/json"}
    assert page.raw("POST", "/api/runs", large | {"Content-Length": str(17 << 20)}).status == 413
    assert page.raw("POST", "/api/runs", large | {"Transfer-Encoding": "chunked"}, b"0\r\n\r\n").status == 411


def test_a_token_is_good_once_whatever_is_given_out_meanwhile() -> None:
    session = Session(1)
    lock, token = session._lock, parse_qs(urlsplit(session.new_address()).query)["token"][0]

    class Late:
        """Who takes a token waits, and another command asks for an address."""

        def __enter__(self) -> None:
            session._lock = lock
            session.new_address()
            lock.acquire()

        def __exit__(self, *_error: object) -> None:
            lock.release()

    session._lock = Late()  # type: ignore[assignment]
    assert session.redeem(token)
    assert not session.redeem(token)


def test_a_token_is_good_once(page: Page) -> None:
    address = page.server.session.new_address()
    first, second = Page(page.server), Page(page.server)
    assert first.open(address).status == 200
    assert first.get("/api/desk").status == 200
    assert second.open(address).status == 403
    assert second.get("/api/desk").status == 403
    assert first.open(address).status == 200  # who is in already is led on: a reload


@pytest.mark.parametrize("token", ["", "x", "æøå", "%00"])
def test_a_wrong_token_lets_nobody_in(page: Page, token: str) -> None:
    other = Page(page.server)
    from urllib.parse import quote

    answer = other.raw("GET", f"/begin?token={quote(token)}", {"Sec-Fetch-Site": "none"})
    assert answer.status == 403
    assert "set-cookie" not in answer.headers


def test_the_cookie_is_of_this_port_and_out_of_reach_of_scripts_and_other_sites(page: Page) -> None:
    answer = Page(page.server).open(page.server.session.new_address())
    assert re.fullmatch(rf"vbn-video-{page.port}=[\w-]{{43}}; Path=/; HttpOnly; SameSite=Strict", answer.headers["set-cookie"])
    assert answer.body.count(b"url=/") == 1


def test_the_way_in_leads_to_a_project_and_nowhere_else(page: Page) -> None:
    key = "0123456789abcdef"
    assert f"url=/#/{key}/captions".encode() in Page(page.server).open(page.server.session.new_address(key)).body
    for other in ("//evil.example", '"><script>', "../x", key + "0"):
        assert b'url=/">' in Page(page.server).open(page.server.session.new_address(other)).body


def test_every_answer_says_what_may_be_loaded_and_that_nobody_may_show_it(page: Page) -> None:
    for answer in (page.get("/"), page.get("/api/desk"), page.get("/api/nothing"), Page(page.server).get("/")):
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/../hemmelig.txt",
        "/assets/../page_files.py",
        "/assets/%2e%2e/page_files.py",
        "/assets/..%2fpage_files.py",
        "/assets/%2e%2e%2f%2e%2e%2fhemmelig.txt",
        "/media/../hemmelig.txt",
        "/media/0123456789abcdef/slides/..%2fledger.json",
        "/media/0123456789abcdef/slides/%2e%2e%2fledger.json",
        "//etc/passwd",
        "/etc/passwd",
    ],
)
def test_no_path_leads_out(page: Page, path: str) -> None:
    answer = page.get(path)
    assert answer.status in (400, 404)
    assert b"hemmelig" not in answer.body


def test_another_command_of_the_same_person_gets_an_address_and_others_do_not(page: Page) -> None:
    session = page.server.session
    nobody = Page(page.server)
    answer = nobody.raw("POST", "/api/address", {"Authorization": f"Bearer {session.command_key}", "Content-Length": "0"})
    assert answer.status == 200
    assert nobody.open(path_of(answer.document["address"])).status == 200
    for key in ("", "Bearer ", "Bearer x", session.cookie):
        assert Page(page.server).raw("POST", "/api/address", {"Authorization": key, "Content-Length": "0"}).status == 403


def test_the_server_listens_to_this_machine_alone(page: Page) -> None:
    import psutil

    listening = [one.laddr for one in psutil.Process().net_connections("tcp") if one.status == "LISTEN"]
    assert {at.ip for at in listening if at.port == page.port} == {"127.0.0.1"}


def test_the_browser_is_led_by_a_private_file_and_not_by_a_command_line(tmp_path: Path) -> None:
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    from vbn_video.review.access.browser_opening import opened_browser

    opened: list[str] = []

    def browser(address: str) -> bool:
        opened.append(address)
        path = Path(url2pathname(urlsplit(address).path))
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0
        assert "token=abc&amp;project=1" in path.read_text(encoding="utf-8")
        return True

    with opened_browser("http://127.0.0.1:1/begin?token=abc&project=1", browser) as has_opened:
        assert has_opened
    assert opened[0].startswith("file:")
    assert "abc" not in opened[0]
    assert not Path(url2pathname(urlsplit(opened[0]).path)).parent.exists()
