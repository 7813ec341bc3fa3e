// Command standin behaves as the .NET services of Dhanman must: it listens, reports its health, stops with
// grace, reads and writes its database. Switches make it ill on demand, so that tests can see what an operator does about it.
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	config, err := readConfig(os.Getenv, os.Environ())
	log := newLog(os.Stdout, config)
	if err != nil {
		log.line("invalid configuration", "error", err.Error())
		os.Exit(2)
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, os.Interrupt)
	os.Exit(newService(config, log).run(signals))
}
