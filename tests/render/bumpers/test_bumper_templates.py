"""Templates are found, read, and refused with a sentence where they are wrong."""

import os
import sys

import pytest

from vbn_video.errors import InputError
from vbn_video.render.bumpers.bumper_templates import find_template, read_template


def written(tmp_path, text):
    path = tmp_path / "egen.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["djursland", "horisont"])
def test_the_shipped_templates_are_valid_and_all_their_files_are_there(name):
    assert all(path.is_file() for path in find_template(name).files())


def test_a_template_of_ones_own_needs_two_lines(tmp_path):
    template = find_template(str(written(tmp_path, '[background]\ncolour = "#204060"\n')))
    assert template.look.background.colour == "#204060"
    assert template.look.field is None
    assert template.font("regular").is_file()


def test_a_folder_intros_where_one_stands_comes_before_the_shipped_ones(tmp_path, monkeypatch):
    (tmp_path / "intros").mkdir()
    (tmp_path / "intros" / "djursland.toml").write_text("[fade]\nout_s = 2\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert find_template("djursland").look.fade.out_s == 2


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(InputError, match=r"template djurslnd\. There are: djursland, horisont.*Did you mean djursland\?"):
        find_template("djurslnd")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[background]\n\ncolor = "#204060"\n', r"line 3: color is not known here; allowed are colour, .*Did you mean colour\?"),
        ('[bagrund]\ncolour = "#204060"\n', r"line 1: bagrund is not known here; allowed are background,"),
        ('[background]\ncolour = "blue"\n', r"line 2: colour must be a colour such as"),
        ("[fade]\n# ud\nout_s = -1\n", r"line 3: out_s must be 0\.0 or more"),
        ("[fade]\nin_s = 11\n", r"line 2: in_s must be 10\.0 or less"),
        ('[fade]\nin_s = "lidt"\n', r"line 2: in_s must be a number"),
        ("[logo]\npicture = 3\n", r"line 2: picture must be a text in quotes"),
        ("field = 3\n", r"line 1: field must be a section"),
        ('[logo]\npicture = "nej.png"\n', r"line 2: there is no file nej\.png beside the template"),
        ('[background]\ncolour = "#204060\n', r"line 2: this is no valid TOML"),
    ],
)
def test_a_wrong_template_is_refused_with_file_line_and_what_is_allowed(tmp_path, text, says):
    path = written(tmp_path, text)
    with pytest.raises(InputError, match=says) as refused:
        read_template(path)
    assert "egen.toml" in refused.value.message
    assert refused.value.path == str(path)


def test_the_fingerprint_changes_with_the_template_and_with_its_files(tmp_path):
    (tmp_path / "bag.jpg").write_bytes(b"one")
    path = written(tmp_path, '[background]\npicture = "bag.jpg"\n')
    seen = {read_template(path).fingerprint()}
    (tmp_path / "bag.jpg").write_bytes(b"two")
    seen.add(read_template(path).fingerprint())
    path = written(tmp_path, '[background]\npicture = "bag.jpg"\nshade = 0.5\n')
    seen.add(read_template(path).fingerprint())
    assert len(seen) == 3


def test_a_template_saved_as_ansi_is_refused_with_what_to_do(tmp_path):
    (tmp_path / "egen.toml").write_bytes('# Intro til Æbleø\n[background]\ncolour = "#204060"\n'.encode("cp1252"))
    with pytest.raises(InputError, match=r"egen\.toml is not UTF-8 text\. Save it as UTF-8"):
        find_template(str(tmp_path / "egen.toml"))


def test_a_template_saved_by_notepad_with_its_mark_is_read(tmp_path):
    (tmp_path / "egen.toml").write_bytes('\ufeff[background]\ncolour = "#204060"\n'.encode())
    assert find_template(str(tmp_path / "egen.toml")).look.background.colour == "#204060"


@pytest.mark.parametrize("name", ["mappe", "a" * 5000, "a\\u0000b", "../" * 2000 + "x"])
def test_what_is_no_file_beside_the_template_is_named_with_its_line(tmp_path, name):
    (tmp_path / "mappe").mkdir()
    with pytest.raises(InputError, match=r"line 2: there is no file"):
        read_template(written(tmp_path, f'[background]\npicture = "{name}"\n'))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes among its files")
@pytest.mark.parametrize("key", ["background.picture", "background.film", "logo.picture", "letters.bold"])
def test_a_pipe_is_no_file_of_a_template_and_nobody_waits_for_it(tmp_path, key):
    os.mkfifo(tmp_path / "roer")
    with pytest.raises(InputError, match=r"there is no file roer"):
        read_template(written(tmp_path, f'{key} = "roer"\n'))
    with pytest.raises(InputError, match="There is no bumper template"):
        find_template(str(tmp_path / "roer"))


@pytest.mark.parametrize("name", ["a" * 5000, "a\0b", "/" + "a" * 300 + ".toml"])
def test_a_name_that_no_file_can_have_is_no_template(name):
    with pytest.raises(InputError, match="There is no bumper template"):
        find_template(name)


def test_a_file_that_is_gone_since_the_template_was_read_is_named(tmp_path):
    (tmp_path / "bag.jpg").write_bytes(b"one")
    template = read_template(written(tmp_path, '[background]\npicture = "bag.jpg"\n'))
    (tmp_path / "bag.jpg").unlink()
    with pytest.raises(InputError, match=r"bag\.jpg, which the bumper template names, can't be read"):
        template.fingerprint()
