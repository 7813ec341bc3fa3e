package main

import (
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// Npgsql is a connection string of .NET's PostgreSQL driver, as far as this program needs it.
type Npgsql struct {
	Hosts                        []string // each with its port
	Database, Username, password string
	SSLMode, RootCertificate     string
	Session                      string // which of the hosts will do, in libpq's words
	PoolSize, Timeout            int    // connections; seconds
}

// What Npgsql takes for the same, without spaces and in lower case.
var synonyms = map[string]string{
	"server": "host", "port": "port", "db": "database", "user": "username", "userid": "username", "uid": "username",
	"pwd": "password", "maxpoolsize": "maximumpoolsize",
}

// libpq has no "rather the primary": any host will do then.
var sessions = map[string]string{
	"": "any", "any": "any", "primary": "primary", "standby": "standby", "preferprimary": "any", "preferstandby": "prefer-standby",
	"readwrite": "read-write", "readonly": "read-only",
}

var modes = map[string]string{
	"": "prefer", "disable": "disable", "allow": "allow", "prefer": "prefer", "require": "require", "verifyca": "verify-ca", "verifyfull": "verify-full",
}

func parseNpgsql(text string) (*Npgsql, error) {
	keywords, err := parseKeywords(text)
	if err != nil {
		return nil, err
	}
	parsed := &Npgsql{
		Database: keywords["database"], Username: keywords["username"], password: keywords["password"],
		RootCertificate: keywords["rootcertificate"], PoolSize: 100, Timeout: 15,
	}
	for _, host := range split(keywords["host"], ",") {
		if _, _, err := net.SplitHostPort(host); err != nil {
			host = net.JoinHostPort(host, or(keywords["port"], "5432"))
		}
		parsed.Hosts = append(parsed.Hosts, host)
	}
	if len(parsed.Hosts) == 0 || parsed.Database == "" || parsed.Username == "" {
		return nil, fmt.Errorf("Host, Database and Username are needed")
	}
	var known bool
	if parsed.SSLMode, known = modes[plain(keywords["sslmode"])]; !known {
		return nil, fmt.Errorf("SSL Mode %q is not known", keywords["sslmode"])
	}
	if parsed.Session, known = sessions[plain(keywords["targetsessionattributes"])]; !known {
		return nil, fmt.Errorf("Target Session Attributes %q is not known", keywords["targetsessionattributes"])
	}
	for key, target := range map[string]*int{"maximumpoolsize": &parsed.PoolSize, "timeout": &parsed.Timeout} {
		if *target, err = natural(keywords[key], *target); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
	}
	return parsed, nil
}

// url is the same for libpq and its kin.
func (n *Npgsql) url() string {
	query := url.Values{"sslmode": {n.SSLMode}, "target_session_attrs": {n.Session}, "connect_timeout": {strconv.Itoa(n.Timeout)}}
	if n.RootCertificate != "" {
		query.Set("sslrootcert", n.RootCertificate)
	}
	whole := url.URL{
		Scheme: "postgres", User: url.UserPassword(n.Username, n.password), Host: strings.Join(n.Hosts, ","),
		Path: "/" + n.Database, RawQuery: query.Encode(),
	}
	return whole.String()
}

// parseKeywords reads `Key=Value;Other="quoted; ""too"""` as .NET's DbConnectionStringBuilder does: the later of two
// equal keywords wins, and an empty value takes one back.
func parseKeywords(text string) (map[string]string, error) {
	keywords := map[string]string{}
	for rest := text; strings.Trim(rest, "; \t\r\n") != ""; {
		rest = strings.TrimLeft(rest, "; \t\r\n")
		name, after, found := strings.Cut(rest, "=")
		if !found {
			return nil, fmt.Errorf("a keyword has no value") // which may be a password, so it is not told
		}
		value, remaining, err := parseValue(strings.TrimLeft(after, " \t"))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", strings.TrimSpace(name), err)
		}
		key := plain(name)
		keywords[or(synonyms[key], key)] = value
		rest = remaining
	}
	return keywords, nil
}

func parseValue(text string) (value, rest string, err error) {
	if text == "" || (text[0] != '"' && text[0] != '\'') {
		value, rest, _ = strings.Cut(text, ";")
		return strings.TrimSpace(value), rest, nil
	}
	quote := text[:1]
	var whole strings.Builder
	for text = text[1:]; ; {
		part, after, found := strings.Cut(text, quote)
		if !found {
			return "", "", fmt.Errorf("a quote is not closed")
		}
		whole.WriteString(part)
		if !strings.HasPrefix(after, quote) {
			_, rest, _ = strings.Cut(after, ";")
			return whole.String(), rest, nil
		}
		whole.WriteString(quote)
		text = after[1:]
	}
}

func plain(keyword string) string {
	return strings.NewReplacer(" ", "", "-", "", "_", "").Replace(strings.ToLower(keyword))
}
