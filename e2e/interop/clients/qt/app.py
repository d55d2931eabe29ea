# A desktop program without a window: a page stands in for it, on a thread of its own.
import json
import os
import queue
import signal
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from PySide6.QtCore import QCoreApplication, QObject, QUrl, Signal
from PySide6.QtNetwork import QHostAddress, QNetworkAccessManager
from PySide6.QtNetworkAuth import QOAuth2AuthorizationCodeFlow, QOAuthHttpServerReplyHandler

issuer, app_url = os.environ["ISSUER"], os.environ["APP_URL"]
signal.signal(signal.SIGINT, signal.SIG_DFL)
application = QCoreApplication([])
flow = QOAuth2AuthorizationCodeFlow(QNetworkAccessManager(application), application)
handler = QOAuthHttpServerReplyHandler(QHostAddress("127.0.0.1"), int(os.environ["SECOND_PORT"]), application)
handler.setCallbackPath("/callback")
handler.setCallbackText(f'<a href="{app_url}/">back</a><script>location = "{app_url}/"</script>')
flow.setReplyHandler(handler)
flow.setAuthorizationUrl(QUrl(issuer + "/oauth/authorize"))
flow.setTokenUrl(QUrl(issuer + "/oauth/token"))
flow.setClientIdentifier(os.environ["CLIENT_ID"])
flow.setRequestedScopeTokens({b"openid", b"profile", b"email", b"offline_access"})


class Wishes(QObject):
    """What the page asks for, done on the thread of the program."""

    sign_in = Signal()
    refresh = Signal()


wishes = Wishes()
addresses = queue.Queue()
answers = queue.Queue()
is_signed_in = False
wishes.sign_in.connect(flow.grant)
wishes.refresh.connect(flow.refreshTokens)
flow.authorizeWithBrowser.connect(lambda url: addresses.put(url.toString(QUrl.ComponentFormattingOption.FullyEncoded)))
flow.granted.connect(lambda: answers.put(None))
flow.serverReportedErrorOccurred.connect(lambda *words: answers.put(str(words)))
flow.requestFailed.connect(lambda problem: answers.put(str(problem)))


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        global is_signed_in
        location = {"/login": self.log_in, "/refresh": self.refresh, "/logout": self.log_out}.get(self.path)
        if location:
            self.send_response(302)
            self.send_header("location", location())
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.describe().encode())

    def log_in(self):
        global is_signed_in
        is_signed_in = True
        wishes.sign_in.emit()
        return addresses.get(timeout=10)

    def refresh(self):
        answers.queue.clear()
        wishes.refresh.emit()
        return "/"

    def log_out(self):
        global is_signed_in
        is_signed_in = False
        return "/"

    def describe(self):
        if not is_signed_in:
            return "nobody"
        problem = answers.get(timeout=10)
        if problem:
            return problem
        answers.put(None)
        request = urllib.request.Request(issuer + "/oauth/userinfo", headers={"authorization": f"Bearer {flow.token()}"})
        user = json.load(urllib.request.urlopen(request))
        return f"{user['name']} {user['email']}"


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Page)
threading.Thread(target=server.serve_forever, daemon=True).start()
application.exec()
