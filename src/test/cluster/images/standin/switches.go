package main

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

var probes = []string{"startup", "ready", "live"}

// Switches hold what is wrong with the service right now.
type Switches struct {
	mutex    sync.Mutex
	failing  map[string]bool
	slow     time.Duration
	leaked   [][]byte
	stopping bool
}

func newSwitches(config Config) *Switches {
	switches := &Switches{failing: map[string]bool{}, slow: config.Slow}
	for _, probe := range config.Fail {
		switches.failing[probe] = true
	}
	switches.leak(config.LeakMiB)
	return switches
}

func (s *Switches) fail(probe string) error {
	if !slices.Contains(probes, probe) {
		return fmt.Errorf("probe %q is none of startup, ready, live", probe)
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.failing[probe] = true
	return nil
}

func (s *Switches) heal() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.failing, s.slow, s.leaked = map[string]bool{}, 0, nil
}

func (s *Switches) slowDown(delay time.Duration) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.slow = delay
}

func (s *Switches) delay() time.Duration {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.slow
}

// leak takes memory for good: every page is written, or the kernel would not give it.
func (s *Switches) leak(mib int) {
	block := make([]byte, mib<<20)
	for i := 0; i < len(block); i += 4096 {
		block[i] = 1
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.leaked = append(s.leaked, block)
}

func (s *Switches) stop() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.stopping = true
}

func (s *Switches) healthy(probe string) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return !s.failing[probe] && !(probe == "ready" && (s.stopping || s.failing["startup"]))
}
