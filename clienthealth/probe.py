"""The web container's health check: `python -m clienthealth.probe` fails unless /health/ready answers 200.

A module of its own because the image has no curl, and because Django answers only to its allowed hosts, over TLS.
"""

import os
import sys
import urllib.error
import urllib.request


def main() -> int:
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    headers = {"Host": host.lstrip("*.") or "localhost", "X-Forwarded-Proto": "https"}
    url = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/health/ready"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(url, headers=headers), timeout=4) as response:
            return 0 if response.status == 200 else 1
    except (urllib.error.URLError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
