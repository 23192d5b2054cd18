// Answers, a line of JSON for each line of JSON, when schedules fire according to the libraries that Velero reads them with.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
	_ "time/tzdata" // For machines without a database of zones.

	gocron "github.com/netresearch/go-cron"
	robfig1 "github.com/robfig/cron"
	robfig3 "github.com/robfig/cron/v3"
)

// Schedule is what the libraries have in common.
type Schedule interface {
	Next(after time.Time) time.Time
}

// libraries has what parses expressions of each dialect, as Velero calls it.
var libraries = map[string]func(string) (Schedule, error){
	"robfig-v1": func(text string) (Schedule, error) { return robfig1.ParseStandard(text) },
	"robfig-v3": func(text string) (Schedule, error) { return robfig3.ParseStandard(text) },
	"go-cron":   func(text string) (Schedule, error) { return gocron.ParseStandard(text) },
}

// Question asks for the Count fires that follow each upon the one before, beginning after each of After (Unix seconds).
// The zone is that of the machine; expressions may name their own.
type Question struct {
	Dialect    string  `json:"dialect"`
	Expression string  `json:"expression"`
	Zone       string  `json:"zone"`
	After      []int64 `json:"after"`
	Count      int     `json:"count"`
}

// Answer has the fires for each of After, and what the clock of the zone is ahead of UTC then, in seconds. Fires end where
// the search gives up. Invalid says why there are none.
type Answer struct {
	Invalid string    `json:"invalid,omitempty"`
	Offsets []int     `json:"offsets"`
	Fires   [][]int64 `json:"fires"`
}

// parse takes a panic for an error, as Velero's controller does.
func parse(question Question) (schedule Schedule, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("%v", panicked)
		}
	}()
	return libraries[question.Dialect](question.Expression)
}

// next is the first fire after an instant. What a library finds in the past is due at once: Velero looks once a minute.
func next(schedule Schedule, after time.Time) time.Time {
	at := schedule.Next(after)
	if at.IsZero() || at.After(after) {
		return at
	}
	return after.Truncate(time.Minute).Add(time.Minute)
}

func firesAfter(schedule Schedule, after time.Time, count int) []int64 {
	fires := []int64{}
	for at := next(schedule, after); !at.IsZero() && len(fires) < count; at = next(schedule, at) {
		fires = append(fires, at.Unix())
	}
	return fires
}

func answer(question Question) Answer {
	zone, err := time.LoadLocation(question.Zone)
	if err != nil {
		return Answer{Invalid: err.Error()}
	}
	schedule, err := parse(question)
	if err != nil {
		return Answer{Invalid: err.Error()}
	}
	var found Answer
	for _, after := range question.After {
		at := time.Unix(after, 0).In(zone)
		_, offset := at.Zone()
		found.Offsets = append(found.Offsets, offset)
		found.Fires = append(found.Fires, firesAfter(schedule, at, question.Count))
	}
	return found
}

func run(in io.Reader, out io.Writer) error {
	questions, answers := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var question Question
		if err := questions.Decode(&question); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := answers.Encode(answer(question)); err != nil {
			return err
		}
	}
}

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
