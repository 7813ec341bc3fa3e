package main

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func service(t *testing.T, variables ...string) (*Service, *bytes.Buffer) {
	t.Helper()
	get := func(name string) string {
		for _, variable := range variables {
			if key, value, _ := strings.Cut(variable, "="); key == name {
				return value
			}
		}
		return ""
	}
	config, err := readConfig(get, variables)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	return newService(config, newLog(&out, config)), &out
}

func call(s *Service, method, path string, headers ...string) (int, string) {
	request := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	answer := httptest.NewRecorder()
	s.routes().ServeHTTP(answer, request)
	return answer.Code, answer.Body.String()
}

func TestHealthFollowsSwitches(t *testing.T) {
	s, out := service(t)
	paths := map[string]string{"startup": "/health/startup", "ready": "/health/ready", "live": "/health"}
	for probe, path := range paths {
		if code, body := call(s, "GET", path); code != 200 || body != "Healthy" {
			t.Errorf("%s: %d %s", path, code, body)
		}
		call(s, "POST", "/admin/fail?probe="+probe)
		if code, body := call(s, "GET", path); code != 503 || body != "Unhealthy" {
			t.Errorf("%s after failing: %d %s", path, code, body)
		}
		call(s, "POST", "/admin/heal")
		if code, _ := call(s, "GET", path); code != 200 {
			t.Errorf("%s after healing: %d", path, code)
		}
	}
	if strings.Contains(out.String(), "/health") {
		t.Error("health requests are logged:", out)
	}
}

func TestStartsIllAsTheEnvironmentSays(t *testing.T) {
	s, _ := service(t, "STANDIN_FAIL=startup, live")
	for _, path := range []string{"/health/startup", "/health/ready", "/health"} {
		if code, _ := call(s, "GET", path); code != 503 {
			t.Error(path, code)
		}
	}
	s, _ = service(t, "STANDIN_FAIL=exit")
	if code := s.run(nil); code != 1 {
		t.Error("exit code", code)
	}
}

func TestSwitchesNeedPostAndSense(t *testing.T) {
	s, _ := service(t)
	for _, attempt := range []struct {
		method, path string
		code         int
	}{
		{"POST", "/admin/fail?probe=liver", 400}, {"POST", "/admin/slow?ms=-1", 400},
		{"POST", "/admin/leak?mib=x", 400}, {"POST", "/admin/leak?mib=1", 200}, {"GET", "/slow?ms=1", 200},
	} {
		if code, body := call(s, attempt.method, attempt.path); code != attempt.code {
			t.Errorf("%s: %d %s", attempt.path, code, body)
		}
	}
	call(s, "GET", "/admin/fail?probe=live")
	if code, _ := call(s, "GET", "/health"); code != 200 {
		t.Error("a GET switched something")
	}
}

func TestSlow(t *testing.T) {
	s, _ := service(t)
	call(s, "POST", "/admin/slow?ms=30")
	start := time.Now()
	call(s, "GET", "/")
	if time.Since(start) < 30*time.Millisecond {
		t.Error("not slow")
	}
}

func TestPageTellsNamesNotValues(t *testing.T) {
	s, _ := service(t, "STANDIN_NAME=sales", "STANDIN_VERSION=1.2.3", "DB_PASSWORD=hunter2", "ConnectionStrings__Main=Host=db;Password=hunter2",
		"ASPNETCORE_ENVIRONMENT=Staging", "ASPNETCORE_Kestrel__Certificates__Default__Password=hunter2")
	for _, accept := range []string{"application/json", "text/html"} {
		_, body := call(s, "GET", "/anything", "Accept", accept)
		for _, want := range []string{"sales", "1.2.3", "DB_PASSWORD", "ConnectionStrings__Main", "Staging"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: no %s in %s", accept, want, body)
			}
		}
		if strings.Contains(body, "hunter2") {
			t.Errorf("%s: a secret in %s", accept, body)
		}
	}
}

func TestForwardedHeadersOnlyWhenTold(t *testing.T) {
	for setting, scheme := range map[string]string{"true": "https", "false": "http"} {
		s, _ := service(t, "ASPNETCORE_FORWARDEDHEADERS_ENABLED="+setting)
		if _, body := call(s, "GET", "/", "X-Forwarded-Proto", "https"); !strings.Contains(body, `"scheme": "`+scheme+`"`) {
			t.Error(setting, body)
		}
	}
}

func TestPorts(t *testing.T) {
	for variables, want := range map[string]int{"ASPNETCORE_HTTP_PORTS=5101;5102": 5101, "PORT=81": 81, "": 8080} {
		s, _ := service(t, variables, "PORT=81")
		if variables == "" {
			s, _ = service(t)
		}
		if s.config.Ports[0] != want {
			t.Error(variables, s.config.Ports)
		}
	}
	if _, err := readConfig(func(string) string { return "http" }, nil); err == nil {
		t.Error("a port of letters was accepted")
	}
}

func TestStopsWithGrace(t *testing.T) {
	port := freePort(t)
	s, out := service(t, "PORT="+port, "STANDIN_DRAIN_MS=200")
	signals, ended := make(chan os.Signal, 1), make(chan int)
	go func() { ended <- s.run(signals) }()
	url := "http://127.0.0.1:" + port
	for until := time.Now().Add(5 * time.Second); time.Now().Before(until) && status(url+"/health") != 200; {
		time.Sleep(5 * time.Millisecond)
	}
	slow := make(chan int)
	go func() { slow <- status(url + "/slow?ms=500") }()
	time.Sleep(50 * time.Millisecond)
	signals <- syscall.SIGTERM
	time.Sleep(50 * time.Millisecond)
	if code := status(url + "/health/ready"); code != 503 {
		t.Error("readiness while stopping:", code)
	}
	if code := <-slow; code != 200 {
		t.Error("a request under way got", code)
	}
	if code := <-ended; code != 0 {
		t.Error("exit code", code)
	}
	for _, want := range []string{`"started"`, `"stopping"`, `"stopped"`} {
		if !strings.Contains(out.String(), want) {
			t.Error("no", want, "in", out)
		}
	}
}

func freePort(t *testing.T) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
}

func status(url string) int {
	answer, err := http.Get(url)
	if err != nil {
		return 0
	}
	defer answer.Body.Close()
	io.Copy(io.Discard, answer.Body)
	return answer.StatusCode
}

func TestHasNoOrdersWithoutADatabase(t *testing.T) {
	s, _ := service(t)
	if code, body := call(s, "POST", "/orders"); code != 404 || !strings.Contains(body, "no database") {
		t.Error(code, body)
	}
	if code, body := call(s, "GET", "/"); code != 200 || strings.Contains(body, `"database"`) {
		t.Error(code, body)
	}
}

func TestStaysReadyWhileItsDatabaseIsAway(t *testing.T) {
	s, _ := service(t, "ConnectionStrings__DefaultConnection=Host=127.0.0.1;Port=1;Database=shop;Username=u;Password=s3cret;SSL Mode=Disable")
	var err error
	if s.database, err = openDatabase(s.config.Connections, s.log); err != nil {
		t.Fatal(err)
	}
	close(s.database.ready)
	if code, _ := call(s, "GET", "/health/ready"); code != 200 {
		t.Error("readiness:", code)
	}
	for _, request := range []string{"GET /", "POST /orders", "GET /orders", "GET /orders/ids?from=1"} {
		method, path, _ := strings.Cut(request, " ")
		if code, body := call(s, method, path); code != 503 || !strings.Contains(body, "failed to connect") || strings.Contains(body, "s3cret") {
			t.Error(request, code, body)
		}
	}
}
