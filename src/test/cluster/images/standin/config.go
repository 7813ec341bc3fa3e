package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Config is what the environment says, read once at the start.
type Config struct {
	Name, Version, Pod string
	Ports              []int
	Forwarded          bool // believe X-Forwarded-* headers, as ASP.NET does when told to
	Fail               []string
	Slow               time.Duration
	LeakMiB            int
	Drain, Grace       time.Duration
	Variables          []string
	Values             map[string]string
	Connections        Connections
}

// Prefixes of variables that are settings, never secrets, so that their values may be shown.
var public = []string{"ASPNETCORE_", "DOTNET_"}

func readConfig(get func(string) string, environ []string) (Config, error) {
	host, _ := os.Hostname()
	config := Config{
		Name:      or(get("STANDIN_NAME"), "standin"),
		Version:   or(get("STANDIN_VERSION"), "dev"),
		Pod:       or(get("POD_NAME"), or(get("HOSTNAME"), host)),
		Forwarded: strings.EqualFold(get("ASPNETCORE_FORWARDEDHEADERS_ENABLED"), "true"),
		Fail:      split(get("STANDIN_FAIL"), ","),
		Values:    map[string]string{},
		Connections: Connections{
			Default: or(get("ConnectionStrings__DefaultConnection"), get("DATABASE_URL")),
			Write:   get("ConnectionStrings__WriteConnection"),
			Read:    or(get("ConnectionStrings__ReadConnection"), get("DATABASE_URL_RO")),
		},
	}
	for _, variable := range environ {
		name, value, _ := strings.Cut(variable, "=")
		config.Variables = append(config.Variables, name)
		if slices.ContainsFunc(public, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) && !secretLooking(name) {
			config.Values[name] = value
		}
	}
	slices.Sort(config.Variables)
	return config, config.readNumbers(get)
}

func (c *Config) readNumbers(get func(string) string) (err error) {
	for _, text := range split(or(get("ASPNETCORE_HTTP_PORTS"), or(get("PORT"), "8080")), ";") {
		port, bad := strconv.Atoi(text)
		if bad != nil || port < 1 || port > 65535 {
			return fmt.Errorf("port %q is not a number from 1 to 65535", text)
		}
		c.Ports = append(c.Ports, port)
	}
	for _, probe := range c.Fail {
		if probe != "exit" && !slices.Contains(probes, probe) {
			return fmt.Errorf("STANDIN_FAIL: %q is none of startup, ready, live, exit", probe)
		}
	}
	var slow, drain, grace int
	for name, number := range map[string]struct {
		target   *int
		fallback int
	}{
		"STANDIN_SLOW_MS": {&slow, 0}, "STANDIN_LEAK_MIB": {&c.LeakMiB, 0},
		"STANDIN_DRAIN_MS": {&drain, 1000}, "STANDIN_GRACE_MS": {&grace, 20000},
	} {
		if *number.target, err = natural(get(name), number.fallback); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	c.Slow, c.Drain, c.Grace = millis(slow), millis(drain), millis(grace)
	return nil
}

// Certificates' passwords have the ASPNETCORE_ prefix too.
func secretLooking(name string) bool {
	name = strings.ToUpper(name)
	return slices.ContainsFunc([]string{"PASSWORD", "SECRET", "TOKEN", "KEY", "CONNECTION"}, func(word string) bool { return strings.Contains(name, word) })
}

func natural(text string, fallback int) (int, error) {
	if text == "" {
		return fallback, nil
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < 0 {
		return 0, fmt.Errorf("%q is not a whole number of 0 or more", text)
	}
	return number, nil
}

func millis(number int) time.Duration { return time.Duration(number) * time.Millisecond }

func or(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}

func split(text, separator string) (parts []string) {
	for _, part := range strings.Split(text, separator) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}
