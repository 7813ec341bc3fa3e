package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Config is what the environment and the database's Secret say, read once at the start.
type Config struct {
	Run, Node   string
	Connections []Connection
}

// Connection is one way to the database, and how many write through it how often.
type Connection struct {
	Name     string
	Hosts    []string
	Text     string // as the Secret has it, for libpq
	Direct   bool   // to one instance, whatever it is: written to only where it takes writes
	Writers  int
	Every    time.Duration
	Timeout  time.Duration
	Lifetime time.Duration // after which a writer connects anew; 0 for never
	database Database
	names    *Names
}

// Database is the content of its Secret, mounted as a folder.
type Database struct {
	Uri, Port, Name, User, Password, Authority string
	Pooler                                     string // its URI, where there is a pooler
	Hosts                                      []string
	Attributes                                 string // of the session that is wanted of one of the hosts
}

func readConfig(get func(string) string) (Config, error) {
	database, err := readDatabase(or(get("DATABASE"), "/etc/dhanman/postgres"))
	if err != nil {
		return Config{}, err
	}
	timeout, err := strconv.Atoi(or(get("TIMEOUT_MS"), "1000"))
	if err != nil {
		return Config{}, fmt.Errorf("TIMEOUT_MS: %w", err)
	}
	lifetime, err := strconv.Atoi(or(get("LIFETIME_MS"), "0"))
	if err != nil {
		return Config{}, fmt.Errorf("LIFETIME_MS: %w", err)
	}
	config := Config{Run: or(get("RUN"), "run"), Node: get("NODE")}
	names := &Names{known: map[string][]string{}}
	for _, text := range strings.Fields(or(get("STREAMS"), "rw:4:40 multi:4:40")) {
		connections, err := readStream(text, database)
		if err != nil {
			return Config{}, err
		}
		for _, connection := range connections {
			connection.Lifetime = time.Duration(lifetime) * time.Millisecond
			connection.Timeout, connection.database, connection.names = time.Duration(timeout)*time.Millisecond, database, names
			config.Connections = append(config.Connections, connection)
		}
	}
	if len(config.Connections) == 0 {
		return Config{}, errors.New("STREAMS names none")
	}
	return config, nil
}

// readStream reads kind:writers:milliseconds. rw: as the Secret's URI says, by the Service of the primary; pooler: as its
// URI through the pooler says; multi: as its string for Npgsql with several hosts says; direct: each of these hosts by
// itself.
func readStream(text string, database Database) ([]Connection, error) {
	parts := strings.Split(text, ":")
	if len(parts) != 3 {
		return nil, fmt.Errorf("stream %q is not kind:writers:milliseconds", text)
	}
	writers, bad := strconv.Atoi(parts[1])
	millis, worse := strconv.Atoi(parts[2])
	if err := errors.Join(bad, worse); err != nil {
		return nil, fmt.Errorf("stream %q: %w", text, err)
	}
	one := Connection{Name: parts[0], Writers: writers, Every: time.Duration(millis) * time.Millisecond}
	switch parts[0] {
	case "rw":
		one.Hosts, one.Text = []string{""}, database.Uri
		return []Connection{one}, nil
	case "pooler":
		if database.Pooler == "" {
			return nil, errors.New("the Secret leads through no pooler")
		}
		one.Hosts, one.Text = []string{""}, database.Pooler
		return []Connection{one}, nil
	case "multi":
		one.Hosts, one.Text = database.Hosts, database.text(strings.Join(database.Hosts, ","), database.Attributes)
		return []Connection{one}, nil
	case "direct":
		var all []Connection
		for _, host := range database.Hosts {
			one.Name, one.Hosts, one.Direct = "direct-"+strings.Split(host, ".")[0], []string{host}, true
			one.Text = database.text(host, "any")
			all = append(all, one)
		}
		return all, nil
	}
	return nil, fmt.Errorf("stream %q is none of rw, pooler, multi, direct", text)
}

func readDatabase(folder string) (Database, error) {
	var failures []error
	value := func(key string) string {
		content, err := os.ReadFile(filepath.Join(folder, key))
		failures = append(failures, err)
		return strings.TrimSpace(string(content))
	}
	parameters := npgsql(value("npgsql-multihost"))
	database := Database{
		Uri: value("uri"), Port: value("port"), Name: value("database"), User: value("username"), Password: value("password"),
		Authority: filepath.Join(folder, "ca.crt"), Hosts: strings.Split(parameters["host"], ","),
		Attributes: or(parameters["target session attributes"], "any"),
	}
	if pooled, err := os.ReadFile(filepath.Join(folder, "uri-pooler")); err == nil {
		database.Pooler = strings.TrimSpace(string(pooled))
	}
	return database, errors.Join(failures...)
}

// text is a connection string in libpq's form, without the password.
func (d Database) text(hosts, attributes string) string {
	return fmt.Sprintf("host=%s port=%s dbname=%s user=%s sslmode=verify-full sslrootcert=%s target_session_attrs=%s",
		hosts, d.Port, d.Name, d.User, d.Authority, attributes)
}

// npgsql reads Npgsql's connection string, such as Host=a,b,c;Port=5432; its keys may have capitals.
func npgsql(text string) map[string]string {
	parameters := map[string]string{}
	for _, part := range strings.Split(text, ";") {
		key, value, _ := strings.Cut(part, "=")
		parameters[strings.ToLower(strings.TrimSpace(key))] = strings.ReplaceAll(value, " ", "")
	}
	return parameters
}

func (c Config) streamNames() (names []string) {
	for _, connection := range c.Connections {
		names = append(names, connection.Name)
	}
	return names
}

// identifier makes a name that PostgreSQL takes without quotes.
func identifier(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToLower(text))
}

func or(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}
