package main

import (
	"encoding/json"
	"html/template"
	"net/http"
	"strings"
	"time"
)

// Page is what the service tells about itself. Of the environment it tells names, and the values only of
// settings that are known not to be secret.
type Page struct {
	Service     string            `json:"service"`
	Version     string            `json:"version"`
	Pod         string            `json:"pod"`
	Scheme      string            `json:"scheme"`
	Host        string            `json:"host"`
	Path        string            `json:"path"`
	Client      string            `json:"client"`
	Environment []string          `json:"environment"`
	Settings    map[string]string `json:"settings"`
	Database    *DatabaseState    `json:"database,omitempty"`
}

var html = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{.Service}} {{.Version}}</title>
<style>body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}code{background:#eee;padding:0 .3em}</style>
<h1>{{.Service}} <small>{{.Version}}</small></h1>
<p>Pod <code>{{.Pod}}</code> answers <code>{{.Scheme}}://{{.Host}}{{.Path}}</code> for <code>{{.Client}}</code>.</p>
{{with .Database}}<h2>Database</h2>
<p><code>{{.Name}}</code> has <strong>{{.Orders}}</strong> orders, read from <code>{{.ReadFrom}}</code> as <code>{{.User}}</code>;
the primary is <code>{{.Primary}}</code>, timeline {{.Timeline}}.{{with .Error}} <strong>{{.}}</strong>{{end}}</p>
{{end}}<h2>Settings</h2>
<ul>{{range $name, $value := .Settings}}<li><code>{{$name}}={{$value}}</code>{{else}}<li>none{{end}}</ul>
<h2>Environment</h2>
<p>{{range .Environment}}<code>{{.}}</code> {{end}}</p>
</html>
`))

func (s *Service) page(w http.ResponseWriter, r *http.Request) {
	time.Sleep(s.switches.delay())
	page := s.describe(r)
	page.Database = s.state(r)
	status := http.StatusOK
	if page.Database != nil && page.Database.Error != "" {
		status = http.StatusServiceUnavailable
	}
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		html.Execute(w, page)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.Encode(page)
}

func (s *Service) describe(r *http.Request) Page {
	page := Page{
		Service: s.config.Name, Version: s.config.Version, Pod: s.config.Pod,
		Scheme: "http", Host: r.Host, Path: r.URL.Path, Client: r.RemoteAddr,
		Environment: s.config.Variables, Settings: s.config.Values,
	}
	if s.config.Forwarded {
		page.Scheme = or(r.Header.Get("X-Forwarded-Proto"), page.Scheme)
		page.Host = or(r.Header.Get("X-Forwarded-Host"), page.Host)
		page.Client = or(r.Header.Get("X-Forwarded-For"), page.Client)
	}
	return page
}
