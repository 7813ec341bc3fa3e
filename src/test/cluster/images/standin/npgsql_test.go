package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestReadsWhatTheOperatorWrites(t *testing.T) {
	parsed, err := parseNpgsql("Host=postgres-1-0.postgres-pods.qa.svc,postgres-2-0.postgres-pods.qa.svc;Port=5432;Database=qa-dhanman-sales;" +
		"Username=dhanman_user;Password=abc123;SSL Mode=VerifyFull;Root Certificate=/etc/dhanman/postgres/ca.crt;Maximum Pool Size=20;" +
		"Minimum Pool Size=2;Timeout=5;Keepalive=5;Target Session Attributes=read-write;Maximum Pool Size=50")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(parsed.Hosts, " ") != "postgres-1-0.postgres-pods.qa.svc:5432 postgres-2-0.postgres-pods.qa.svc:5432" {
		t.Error(parsed.Hosts)
	}
	if parsed.Database != "qa-dhanman-sales" || parsed.Username != "dhanman_user" || parsed.password != "abc123" {
		t.Error(parsed.Database, parsed.Username)
	}
	if parsed.SSLMode != "verify-full" || parsed.RootCertificate != "/etc/dhanman/postgres/ca.crt" || parsed.Session != "read-write" {
		t.Error(parsed.SSLMode, parsed.RootCertificate, parsed.Session)
	}
	if parsed.PoolSize != 50 || parsed.Timeout != 5 {
		t.Error("the later of two equal keywords wins:", parsed.PoolSize, parsed.Timeout)
	}
}

func TestQuotes(t *testing.T) {
	for text, want := range map[string]string{
		`Password=plain`:              `plain`,
		`Password= spaced ;X=1`:       `spaced`,
		`Password="with; semicolon"`:  `with; semicolon`,
		`Password="with ""quotes"""`:  `with "quotes"`,
		`Password='with ''quotes'''`:  `with 'quotes'`,
		`Password='with "other" one'`: `with "other" one`,
		`Password=with=equals`:        `with=equals`,
		`PWD=short`:                   `short`,
		`Password=;`:                  ``,
		`;;Password = odd ; ;`:        `odd`,
	} {
		if keywords, err := parseKeywords(text); err != nil || keywords["password"] != want {
			t.Errorf("%s: %q %v", text, keywords["password"], err)
		}
	}
}

func TestSaysWhatIsWrongWithoutTheSecret(t *testing.T) {
	for _, text := range []string{
		"", "Host=a", "Host=a;Database=b", `Host=a;Database=b;Username=c;Password="s3cret`, "Host=a;Database=b;Username=c;s3cret",
		"Host=a;Database=b;Username=c;SSL Mode=Sometimes;Password=s3cret", "Host=a;Database=b;Username=c;Maximum Pool Size=many;Password=s3cret",
		"Host=a;Database=b;Username=c;Target Session Attributes=best;Password=s3cret",
	} {
		if _, err := parseNpgsql(text); err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestBecomesWhatTheDriverTakes(t *testing.T) {
	parsed, err := parseNpgsql(`Server=a,b:5433;DB=d;User ID=u;Password="p;:/@ %";Target Session Attributes=prefer-standby;SSL Mode=Disable`)
	if err != nil {
		t.Fatal(err)
	}
	config, err := pgx.ParseConfig(parsed.url())
	if err != nil {
		t.Fatal(err)
	}
	if config.Host != "a" || config.Port != 5432 || config.User != "u" || config.Password != "p;:/@ %" || config.Database != "d" {
		t.Error(config.Host, config.Port, config.User, config.Database)
	}
	if len(config.Fallbacks) == 0 || config.Fallbacks[0].Host != "b" || config.Fallbacks[0].Port != 5433 {
		t.Error("no second host", config.Fallbacks)
	}
}

func TestVerifiesTheServerByItsAuthority(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "ca.crt")
	parsed, _ := parseNpgsql("Host=a;Database=d;Username=u;SSL Mode=VerifyFull;Root Certificate=" + missing)
	if _, err := pgx.ParseConfig(parsed.url()); err == nil {
		t.Error("an authority that is not there was taken")
	}
	if certificate, err := os.ReadFile("/etc/ssl/certs/ca-certificates.crt"); err == nil {
		os.WriteFile(missing, certificate, 0o600)
		config, err := pgx.ParseConfig(parsed.url())
		if err != nil || config.TLSConfig == nil || config.TLSConfig.ServerName != "a" || len(config.Fallbacks) != 0 {
			t.Error("the server's name is not verified, or a connection without TLS would do:", err)
		}
	}
}
