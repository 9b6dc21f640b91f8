"""The shapes of RFC 4475, "SIP Torture Test Messages": what a parser must take, must refuse, or may do either with. Each is
made here from what its section says, around a request that is otherwise sound, with names and numbers of its own each
time, so that a shape that is sent twice is no retransmission."""

CRLF = "\r\n"


class Request:
    """A well-formed request that begins something; shapes and mutations bend it."""

    def __init__(self, method, source, target, number, user="666"):
        self.here, self.there = "{}:{}".format(*source), "{}:{}".format(*target)
        self.method, self.uri, self.version = method, f"sip:{user}@{self.there}", "SIP/2.0"
        self.headers = [
            ["Via", f"SIP/2.0/UDP {self.here};rport;branch=z9hG4bK-{number}"],
            ["From", f"<sip:enemy@{self.here}>;tag=f{number}"],
            ["To", f"<{self.uri}>"],
            ["Call-ID", f"{number}@{self.here}"],
            ["CSeq", f"{number % 5000 + 1} {method}"],
            ["Max-Forwards", "70"],
            ["Contact", f"<sip:enemy@{self.here}>"],
        ]
        self.type, self.body = "", ""
        if method in ("INVITE", "UPDATE"):
            self.type = "application/sdp"
            self.body = (f"v=0{CRLF}o=- 1 1 IN IP4 127.0.0.1{CRLF}s=-{CRLF}c=IN IP4 127.0.0.1{CRLF}t=0 0{CRLF}"
                         f"m=audio 6000 RTP/AVP 8{CRLF}")
        self.length = None  # as long as the body is

    def get(self, name):
        return next(value for key, value in self.headers if key == name)

    def set(self, name, value):
        """In place of what stands there; at the end where nothing does."""
        for header in self.headers:
            if header[0] == name:
                header[1] = value
                return self
        return self.add(name, value)

    def add(self, name, value):
        self.headers.append([name, value])
        return self

    def drop(self, *names):
        self.headers = [header for header in self.headers if header[0] not in names]
        return self

    def first_line(self):
        return f"{self.method} {self.uri} {self.version}"

    def text(self, first_line=None):
        lines = [first_line or self.first_line(), *(f"{name}: {value}" for name, value in self.headers)]
        if self.type:
            lines.append(f"Content-Type: {self.type}")
        lines.append(f"Content-Length: {len(self.body) if self.length is None else self.length}")
        return CRLF.join(lines) + CRLF + CRLF + self.body

    def response(self, status_line):
        """A response that nobody asked for."""
        return self.drop("Contact", "Max-Forwards").text(status_line)


# 3.1.1 Valid messages.

def short_tortuous_invite(r):  # 3.1.1.1: folds, short names, odd case and empty values, all of it allowed
    r.headers = [
        ["t ", f"{CRLF} <{r.uri}>   "],
        ["fROM", f'"Back\\\\slash \\""   <sip:enemy@{r.here}>{CRLF} ;{CRLF}\t{r.get("From").split(";")[1]}'],
        ["mAX-forwards", "0050"], ["i", r.get("Call-ID")], ["CSEQ", f"00017{CRLF}  {r.method}"],
        ["Via", f"SIP /  2.0{CRLF} / UDP{CRLF}   {r.here} ; branch = " + r.get("Via").split("branch=")[1]],
        ["s", ""], ["Unheard-Of", f"one line{CRLF} and another"], ["Punctuation", ",;;,,;;;,"],
        ["v", f"SIP/ 2.0 /TCP  hop.example.net  ;{CRLF}  branch = z9hG4bKhop"],
        ["m", f'"a \\"\\" b" <sip:enemy@{r.here}> ; odd ={CRLF}  value ;{CRLF}  another ; q = 0.5']]
    return r.text()


def wide_range_of_characters(r):  # 3.1.1.2
    r.method = "-.!%*_+`'~Method9"
    r.uri = f"sip:~a_b!(c)*d'e&f=g+h$i,j;k?l/m:n&o=p+q$r,s~t@{r.there}"
    r.set("CSeq", f"139 {r.method}").add("Header-.!%*_+`'~9", "\ufeff\u96fb\u8a71")
    return r.set("From", r.get("From").replace("<", '"\\\x01\x7f\\"~" <', 1)).text()


def escapes(r):  # 3.1.1.3
    r.uri = f"sip:tel%3A1%40example.net@{r.there}"
    r.set("To", f"<sip:%75se%72@{r.there}>")
    return r.set("Contact", f"<sip:%65nem%79@{r.here};%6C%72;p%61r=v%61l%25%34%31>").text()


def escaped_nulls(r):  # 3.1.1.4
    r.uri = f"sip:a%00b@{r.there}"
    contacts = f"<sip:%00@{r.here}>, <sip:%00%00@{r.here}>"
    return r.set("To", f"<{r.uri}>").set("From", r.get("From").replace("enemy", "a%00b")).set("Contact", contacts).text()


def percent_that_escapes_nothing(r):  # 3.1.1.5
    r.method = "OPT%49ON%53"
    r.set("CSeq", f"31 {r.method}").set("To", f'"%G%41" <{r.uri}>')
    return r.set("Contact", f"<sip:enemy@{r.here};x=%g>").text()


def no_space_before_angle(r):  # 3.1.1.6
    return r.set("From", r.get("From").replace("<", "caller<", 1)).text()


def long_values(r):  # 3.1.1.7
    word = "interminable" * 25
    r.uri = f"sip:user@{r.there};p{word}=v{word}"
    r.set("To", f'"{word} {word}" <sip:user@{r.there};p={word}>')
    r.set("Call-ID", f"{r.get('Call-ID')}{word}").add(f"X-{word}", f"{word}{CRLF} {word}")
    for hop in range(30):
        r.add("Via", f"SIP/2.0/TCP hop{hop}.example.net;branch=z9hG4bK{word}{hop}")
    return r.text()


def trailing_octets(r):  # 3.1.1.8
    return r.text() + CRLF + r.text().replace("branch=z9hG4bK", "branch=z9hG4bK-second")


def semicolons_in_user(r):  # 3.1.1.9
    r.uri = f"sip:user;a=b%40example.net;c@{r.there}"
    return r.set("To", f"<{r.uri}>").text()


def unknown_transports(r):  # 3.1.1.10
    for name in ("SCTP", "TLS", "UNKNOWN", "TCP"):
        r.add("Via", f"SIP/2.0/{name} hop.example.net;branch=z9hG4bK{name}")
    return r.text()


def multipart(r):  # 3.1.1.11
    r.type = "multipart/mixed;boundary=boundary-of-nothing"
    r.body = (f"--boundary-of-nothing{CRLF}Content-Type: text/plain{CRLF}{CRLF}words{CRLF}"
              f"--boundary-of-nothing{CRLF}Content-Type: application/octet-stream{CRLF}{CRLF}\x01\x7f\x82\xff{CRLF}"
              f"--boundary-of-nothing--")
    return r.text()


def unusual_reason(r):  # 3.1.1.12
    return r.response("SIP/2.0 200 \u00ab5 * 40\u00bb \u6c7a\u5b9a = +%&")


def empty_reason(r):  # 3.1.1.13
    return r.response("SIP/2.0 100 ")


# 3.1.2 Invalid messages.

def extra_separators(r):  # 3.1.2.1
    return r.set("Via", r.get("Via") + ";;,;,,").set("Contact", r.get("Contact") + ";;;;").add("Accept", ",,,").text()


def length_beyond_message(r):  # 3.1.2.2
    r.length = 9999
    return r.text()


def negative_length(r):  # 3.1.2.3
    r.length = -999
    return r.text()


def overlarge_scalars(r):  # 3.1.2.4
    number = "1" + "0" * 40
    r.set("CSeq", f"18446744073709551616 {r.method}").set("Max-Forwards", "300").add("Expires", number)
    return r.set("Contact", r.get("Contact") + f";expires={number}").text()


def overlarge_scalars_in_response(r):  # 3.1.2.5
    r.add("Retry-After", "9" * 40).add("Warning", '99999 host "words"')
    return r.set("CSeq", "99999999999999999999 OPTIONS").response("SIP/2.0 503 Service Unavailable")


def unterminated_quote(r):  # 3.1.2.6
    return r.set("To", f'"Somebody <{r.uri}>').text()


def angles_around_uri(r):  # 3.1.2.7
    r.uri = f"<{r.uri}>"
    return r.text()


def space_in_uri(r):  # 3.1.2.8
    r.uri = f"sip:user@{r.there}; lr"
    return r.text()


def many_spaces_in_request_line(r):  # 3.1.2.9
    return r.text(f"{r.method}  {r.uri}   {r.version}")


def trailing_spaces_in_request_line(r):  # 3.1.2.10
    return r.text(r.first_line() + "  ")


def headers_in_uri(r):  # 3.1.2.11
    r.uri += "?Route=%3Csip:hop.example.net%3E"
    return r.text()


def invalid_time_zone(r):  # 3.1.2.12
    return r.add("Date", "Mon, 02 Mar 2026 08:00:00 MEZ").text()


def uri_without_angles(r):  # 3.1.2.13
    return r.set("Contact", f"sip:enemy@{r.here}?Route=%3Csip:hop.example.net%3E").text()


def spaces_in_address(r):  # 3.1.2.14
    return r.set("To", f'"Some, Body" < sip:some.body@{r.there} >').text()


def odd_display_name(r):  # 3.1.2.15
    return r.set("To", f"Body, S. Some <{r.uri}>").text()


def unknown_version(r):  # 3.1.2.16
    r.version = "SIP/7.0"
    return r.set("Via", r.get("Via").replace("SIP/2.0", "SIP/7.0")).text()


def other_method_in_sequence(r):  # 3.1.2.17
    return r.set("CSeq", "8 INVITE" if r.method != "INVITE" else "8 OPTIONS").text()


def unknown_method_and_other_in_sequence(r):  # 3.1.2.18
    r.method = "NEWMETHOD"
    return r.set("CSeq", "8 INVITE").text()


def overlarge_status(r):  # 3.1.2.19
    return r.response("SIP/2.0 4294967496 Overflow")


# 3.2 to 3.4: what transactions, applications and old peers make of it.

def no_transaction(r):  # 3.2.1
    return r.set("Via", f"SIP/2.0/UDP {r.here};branch=z9hG4bK").text()


def required_headers_missing(r):  # 3.3.1
    return r.drop("Call-ID", "From", "To").text()


def unknown_scheme(r):  # 3.3.2
    r.uri = "unheard-of:opaque"
    return r.text()


def atypical_scheme(r):  # 3.3.3
    r.uri = "http://192.0.2.1:3000/"
    return r.text()


def unknown_schemes_in_headers(r):  # 3.3.4
    r.set("To", "urn:nobody").set("From", "<ftp://example.net>;tag=" + r.get("From").split("tag=")[1])
    return r.set("Contact", "<mailto:somebody>").text()


def unknown_extensions(r):  # 3.3.5
    return r.add("Require", "unheard-of, neither-of-this").add("Proxy-Require", "unheard-of").text()


def unknown_content_type(r):  # 3.3.6
    r.type, r.body = "application/x-unheard-of", "<sound/>\n"
    return r.text()


def unknown_authorization(r):  # 3.3.7
    return r.add("Authorization", "Unheard-Of data=x").add("Proxy-Authorization", "x").text()


def several_where_one_belongs(r):  # 3.3.8
    for name in ("Call-ID", "From", "To", "CSeq", "Max-Forwards"):
        r.add(name, r.get(name).replace("1", "2"))
    return r.text()


def several_lengths(r):  # 3.3.9
    r.length = 13
    return r.add("Content-Length", "5").text()


def broadcast_via(r):  # 3.3.10
    return r.add("Via", "SIP/2.0/UDP 255.255.255.255;branch=z9hG4bKbroadcast").response("SIP/2.0 200 OK")


def no_hops_left(r):  # 3.3.11
    return r.set("Max-Forwards", "0").text()


def parameter_of_contact(r):  # 3.3.12 and 3.3.13
    return r.set("Contact", f"sip:enemy@{r.here};unheard-of, <sip:enemy@{r.here};unheard-of>").text()


def headers_in_contact(r):  # 3.3.14
    return r.set("Contact", f"<sip:enemy@{r.here}?Route=%3Csip:hop.example.net%3E>").text()


def unacceptable_accept(r):  # 3.3.15
    return r.add("Accept", "text/x-unheard-of").text()


def as_in_rfc_2543(r):  # 3.4.1
    r.set("Via", f"SIP/2.0/UDP {r.here}").set("From", f"sip:enemy@{r.here}").drop("Max-Forwards", "Contact")
    return r.set("Record-Route", f"<sip:{r.there}>").text()


SHAPES = [
    short_tortuous_invite, wide_range_of_characters, escapes, escaped_nulls, percent_that_escapes_nothing,
    no_space_before_angle, long_values, trailing_octets, semicolons_in_user, unknown_transports, multipart, unusual_reason,
    empty_reason, extra_separators, length_beyond_message, negative_length, overlarge_scalars, overlarge_scalars_in_response,
    unterminated_quote, angles_around_uri, space_in_uri, many_spaces_in_request_line, trailing_spaces_in_request_line,
    headers_in_uri, invalid_time_zone, uri_without_angles, spaces_in_address, odd_display_name, unknown_version,
    other_method_in_sequence, unknown_method_and_other_in_sequence, overlarge_status, no_transaction,
    required_headers_missing, unknown_scheme, atypical_scheme, unknown_schemes_in_headers, unknown_extensions,
    unknown_content_type, unknown_authorization, several_where_one_belongs, several_lengths, broadcast_via, no_hops_left,
    parameter_of_contact, headers_in_contact, unacceptable_accept, as_in_rfc_2543]
