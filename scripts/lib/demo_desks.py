"""Logs agents in at their desks and makes them ready: demo_desks.py URL PASSWORD USER…"""

import http.cookiejar
import json
import sys
import time
import urllib.error
import urllib.request


def post(opener, address, body, token=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["X-CSRF-Token"] = token
    request = urllib.request.Request(address, json.dumps(body).encode(), headers)
    with opener.open(request, timeout=10) as answer:
        return json.loads(answer.read())


def make_ready(desk, user, password):
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    for attempt in range(20):
        try:
            token = post(opener, f"{desk}/api/login", {"user": user, "password": password})["csrf_token"]
            break
        except urllib.error.HTTPError as error:  # too many at once are asked to come again
            if error.code not in (429, 503) or attempt == 19:
                raise
            time.sleep(0.5)
    post(opener, f"{desk}/api/presence", {"presence": "ready"}, token)


def main():
    desk, password, *users = sys.argv[1:]
    for user in users:
        make_ready(desk, user, password)
    print(f"{len(users)} agents are ready", file=sys.stderr)


if __name__ == "__main__":
    main()
