"""What one writes in an afternoon: requests and ElementTree, one request at a time.

    script.py SERVER REMOTE_PATH LOCAL_PATH
"""

import os
import sys
import xml.etree.ElementTree as ElementTree

import requests

PAGE = 1000


def entries_of(session, server, path):
    start = 0
    while True:
        answer = session.post(f"{server}/core/getfilelist", data={"path": path, "start": start, "limit": PAGE})
        answer.raise_for_status()
        root = ElementTree.fromstring(answer.content)
        if root.findtext("meta/result") != "1":
            raise RuntimeError(root.findtext("meta/message"))
        page = root.findall("entry")
        yield from page
        start += len(page)
        if not page or start >= int(root.findtext("meta/total")):
            return


def download(session, server, path, name, local):
    with session.get(f"{server}/core/downloadfile", params={"filepath": path, "filename": name}, stream=True) as answer:
        answer.raise_for_status()
        with open(local, "wb") as file:
            for chunk in answer.iter_content(1024 * 1024):
                file.write(chunk)


def mirror(session, server, remote, local, counts):
    os.makedirs(local, exist_ok=True)
    folders = []
    for entry in entries_of(session, server, remote):
        name = entry.findtext("name")
        path = entry.findtext("path")
        target = os.path.join(local, name)
        if entry.findtext("type") == "dir":
            folders.append((path, target))
            continue
        size = int(entry.findtext("fullsize"))
        modified = int(entry.findtext("modifiedepochutc"))
        try:
            there = os.stat(target)
            if there.st_size == size and int(there.st_mtime) == modified:
                counts["skipped"] += 1
                continue
        except FileNotFoundError:
            pass
        download(session, server, path, name, target)
        os.utime(target, (modified, modified))
        counts["downloaded"] += 1
    for path, target in folders:
        mirror(session, server, path, target, counts)


def main():
    server, remote, local = sys.argv[1:]
    session = requests.Session()
    session.post(f"{server}/core/loginguest", data={"userid": "bench", "password": "correct horse"}).raise_for_status()
    counts = {"downloaded": 0, "skipped": 0}
    mirror(session, server, remote, local, counts)
    print(counts)


main()
