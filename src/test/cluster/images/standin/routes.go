package main

import (
	"fmt"
	"io"
	"net/http"
	"time"
)

func (s *Service) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health/startup", s.health("startup"))
	mux.HandleFunc("GET /health/ready", s.health("ready"))
	mux.HandleFunc("GET /health", s.health("live"))
	mux.HandleFunc("POST /admin/fail", s.adminFail)
	mux.HandleFunc("POST /admin/heal", s.adminHeal)
	mux.HandleFunc("POST /admin/slow", s.adminSlow)
	mux.HandleFunc("POST /admin/leak", s.adminLeak)
	mux.HandleFunc("POST /admin/exit", s.adminExit)
	mux.HandleFunc("GET /slow", s.slow)
	mux.HandleFunc("POST /orders", s.order)
	mux.HandleFunc("GET /orders", s.orders)
	mux.HandleFunc("GET /orders/ids", s.ids)
	mux.HandleFunc("GET /", s.page)
	return mux
}

// health answers in the words of ASP.NET's health checks.
func (s *Service) health(probe string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		w.Header().Set("Cache-Control", "no-store, no-cache")
		status, text := http.StatusOK, "Healthy"
		if !s.switches.healthy(probe) {
			status, text = http.StatusServiceUnavailable, "Unhealthy"
		}
		w.WriteHeader(status)
		io.WriteString(w, text)
	}
}

func (s *Service) adminFail(w http.ResponseWriter, r *http.Request) {
	probe := r.FormValue("probe")
	if err := s.switches.fail(probe); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.switched(w, "failing", "probe", probe)
}

func (s *Service) adminHeal(w http.ResponseWriter, _ *http.Request) {
	s.switches.heal()
	s.switched(w, "healed")
}

func (s *Service) adminSlow(w http.ResponseWriter, r *http.Request) {
	if ms, ok := number(w, r, "ms", 500); ok {
		s.switches.slowDown(millis(ms))
		s.switched(w, "slow", "ms", ms)
	}
}

func (s *Service) adminLeak(w http.ResponseWriter, r *http.Request) {
	if mib, ok := number(w, r, "mib", 64); ok {
		s.switched(w, "leaking", "mib", mib) // first, for it may be the last that is heard
		s.switches.leak(mib)
	}
}

func (s *Service) adminExit(w http.ResponseWriter, r *http.Request) {
	if code, ok := number(w, r, "code", 1); ok {
		s.switched(w, "exit", "code", code)
		time.AfterFunc(50*time.Millisecond, func() { s.exit <- code }) // after the answer is out
	}
}

func (s *Service) slow(w http.ResponseWriter, r *http.Request) {
	if ms, ok := number(w, r, "ms", 500); ok {
		time.Sleep(millis(ms))
		fmt.Fprintf(w, "after %d ms\n", ms)
	}
}

func (s *Service) switched(w http.ResponseWriter, what string, details ...any) {
	s.log.line("switched: "+what, details...)
	fmt.Fprintln(w, what)
	if flusher, ok := w.(http.Flusher); ok {
		flusher.Flush()
	}
}

func number(w http.ResponseWriter, r *http.Request, name string, fallback int) (int, bool) {
	value, err := natural(r.FormValue(name), fallback)
	if err != nil {
		http.Error(w, fmt.Sprintf("%s: %v", name, err), http.StatusBadRequest)
	}
	return value, err == nil
}
