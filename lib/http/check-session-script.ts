/**
 * The script of the frame that clients ask whether a session is still the one they know. Written in ECMAScript 5 and
 * without the platform's cryptography, so that it runs wherever a frame and `postMessage` do. Browsers keep cookies
 * from frames of other sites, or give each site a jar of its own. Where the browser can say so, the answer is then
 * `error`: neither a missing cookie nor one of such a jar tells whether the person is still signed in. Only pages with
 * a secure address are told that; others are answered from the cookie.
 * @see OpenID Connect Session Management §3.2
 */
export function checkSessionScript(cookieName: string): string {
  return `(function () {
  "use strict";
  var K = [], H = [];
  function fraction(x) { return ((x - Math.floor(x)) * 4294967296) | 0; }
  for (var n = 2; K.length < 64; n += 1) {
    var d = 2;
    while (d * d <= n && n % d !== 0) { d += 1; }
    if (d * d > n) {
      if (H.length < 8) { H.push(fraction(Math.sqrt(n))); }
      K.push(fraction(Math.pow(n, 1 / 3)));
    }
  }
  function rotate(x, by) { return (x >>> by) | (x << (32 - by)); }
  function sha256(text) {
    var words = [], h = H.slice(0), bits = text.length * 8, i, t;
    for (i = 0; i < text.length; i += 1) {
      if (text.charCodeAt(i) > 127) { return ""; }
      words[i >> 2] = (words[i >> 2] || 0) | (text.charCodeAt(i) << (24 - (i % 4) * 8));
    }
    words[i >> 2] = (words[i >> 2] || 0) | (128 << (24 - (i % 4) * 8));
    var length = (((text.length + 8) >> 6) + 1) * 16;
    for (i = 0; i < length; i += 1) { words[i] = words[i] || 0; }
    words[length - 1] = bits;
    for (var block = 0; block < length; block += 16) {
      var w = words.slice(block, block + 16), s = h.slice(0);
      for (t = 0; t < 64; t += 1) {
        if (t > 15) {
          var x = w[t - 15], y = w[t - 2];
          w[t] = (w[t - 16] + (rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)) + w[t - 7] +
            (rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10))) | 0;
        }
        var one = (s[7] + (rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25)) +
          ((s[4] & s[5]) ^ (~s[4] & s[6])) + K[t] + w[t]) | 0;
        var two = ((rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22)) +
          ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]))) | 0;
        s = [(one + two) | 0, s[0], s[1], s[2], (s[3] + one) | 0, s[4], s[5], s[6]];
      }
      for (i = 0; i < 8; i += 1) { h[i] = (h[i] + s[i]) | 0; }
    }
    var hex = "";
    for (i = 0; i < 8; i += 1) { hex += ("0000000" + (h[i] >>> 0).toString(16)).slice(-8); }
    return hex;
  }
  function readState() {
    var pairs = document.cookie.split("; ");
    for (var i = 0; i < pairs.length; i += 1) {
      if (pairs[i].indexOf("${cookieName}=") === 0) { return pairs[i].slice(${cookieName.length + 1}); }
    }
    return "";
  }
  function judge(data, origin) {
    var parts = typeof data === "string" ? data.split(" ") : [];
    var dot = parts.length === 2 ? parts[1].lastIndexOf(".") : -1;
    if (dot < 1 || parts[0] === "") { return "error"; }
    var salt = parts[1].slice(dot + 1);
    var now = sha256(parts[0] + " " + origin + " " + readState() + " " + salt) + "." + salt;
    return now === parts[1] ? "unchanged" : "changed";
  }
  function ask(answer) {
    if (typeof document.hasStorageAccess !== "function" || window.isSecureContext === false) { answer(true); return; }
    document.hasStorageAccess().then(answer, function () { answer(false); });
  }
  window.addEventListener("message", function (event) {
    if (!event.source || !event.origin || event.origin === "null") { return; }
    ask(function (seesCookies) {
      event.source.postMessage(seesCookies ? judge(event.data, event.origin) : "error", event.origin);
    });
  }, false);
})();`;
}
