"""A command asks the server of its node: only of its own users, and nothing is lost where nobody answers."""

import os
import socket

import pytest

from egnatia.base import node_calls


@pytest.fixture
def listen():
    """`listen("find", answer)`, ended after the test; False where somebody listens already."""
    ends = []

    def listen(kind, answer):
        if (end := node_calls.listen(kind, answer)) is None:
            return False
        ends.append(end)
        return True

    yield listen
    for end in ends:
        end()


def test_question_and_answer(listen):
    assert listen("echo", lambda question: {"heard": question})
    for name in ("Haddad", "سمير حداد", "x" * 100_000):
        assert node_calls.ask("echo", {"name": name}) == {"heard": {"name": name}}


def test_nobody_answers_where_nobody_listens(listen):
    assert node_calls.ask("echo", {}) is None
    listen("other", lambda question: {})
    assert node_calls.ask("echo", {}) is None


def test_first_of_several_servers_answers_and_another_can_after_it(listen):
    end = node_calls.listen("echo", lambda _: {"by": 1})
    assert not listen("echo", lambda _: {"by": 2})
    assert node_calls.ask("echo", {}) == {"by": 1}
    end()
    assert listen("echo", lambda _: {"by": 2})
    assert node_calls.ask("echo", {}) == {"by": 2}


@pytest.mark.parametrize("user", [os.geteuid() + 1, 65534])
def test_nothing_is_told_to_or_by_another_user(listen, monkeypatch, user):
    heard = []
    listen("echo", lambda question: heard.append(question) or {})
    monkeypatch.setattr(node_calls, "_user_of", lambda _: user)
    assert node_calls.ask("echo", {"name": "Haddad"}) is None
    assert heard == []


def test_server_that_does_not_answer_counts_as_none(listen):
    def hang_up(question):
        raise ValueError("a server of another version")

    listen("echo", hang_up)
    assert node_calls.ask("echo", {}) is None


def test_rubbish_is_not_answered(listen):
    listen("echo", lambda question: {"heard": question})
    for said in (b"", b"\x00\xff\n", b"{}", b"[" * 10_000 + b"\n"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as there:
            there.connect(node_calls._address("echo", node_calls.node.current().directory))
            there.sendall(said)
            there.shutdown(socket.SHUT_WR)
            assert there.recv(100) == b""
    assert node_calls.ask("echo", {}) == {"heard": {}}
