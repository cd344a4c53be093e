// Checks what a Quipu log says of itself with the packages of the Go checksum database, which know nothing of Quipu.
//
// It reads cases as lines of JSON and answers a line for each: whether it accepts, or else why not.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type tile struct {
	Level int64  `json:"level"`
	Index int64  `json:"index"`
	Bytes []byte `json:"bytes"`
}

type claim struct {
	Kind        string   `json:"kind"`
	VerifierKey string   `json:"verifierKey"`
	Note        string   `json:"note"`
	Proof       string   `json:"proof"`
	Entry       []byte   `json:"entry"`
	EarlierNote string   `json:"earlierNote"`
	Bundles     [][]byte `json:"bundles"`
	Tiles       []tile   `json:"tiles"`
}

type verdict struct {
	Accepted bool   `json:"accepted"`
	Why      string `json:"why"`
}

func main() {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	answers := bufio.NewWriter(os.Stdout)
	defer answers.Flush()
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) == 0 && err != nil {
			return
		}
		answer, err := json.Marshal(judge(line))
		if err != nil {
			panic(err)
		}
		answers.Write(append(answer, '\n'))
	}
}

func judge(line []byte) verdict {
	var c claim
	if err := json.Unmarshal(line, &c); err != nil {
		panic(err)
	}
	if err := check(c); err != nil {
		return verdict{false, err.Error()}
	}
	return verdict{true, ""}
}

func check(c claim) error {
	switch c.Kind {
	case "checkpoint":
		_, err := open(c.Note, c.VerifierKey)
		return err
	case "inclusion":
		return checkInclusion(c)
	case "consistency":
		return checkConsistency(c)
	case "tiles":
		return checkTiles(c)
	}
	return fmt.Errorf("unknown kind %q", c.Kind)
}

// open takes a checkpoint only if it is signed by the key, and is of the log that the key is named after.
func open(signed, verifierKey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(verifierKey)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return tlog.Tree{}, errors.New("a checkpoint has three lines")
	}
	if lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("the checkpoint is of another log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return tlog.Tree{}, errors.New("the size is no number")
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func checkInclusion(c claim) error {
	head, checkpoint, found := strings.Cut(c.Proof, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("no proof in the form of tlog-proof v1")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if !strings.HasPrefix(lines[1], "index ") || err != nil {
		return errors.New("the index is no number")
	}
	hashes, err := hashesOf(lines[2:])
	if err != nil {
		return err
	}
	tree, err := open(checkpoint, c.VerifierKey)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(tlog.RecordProof(hashes), tree.N, tree.Hash, index, tlog.RecordHash(c.Entry))
}

func checkConsistency(c claim) error {
	head, checkpoint, found := strings.Cut(c.Proof, "\n\n")
	lines := strings.Split(head, "\n")
	if !found {
		return errors.New("no proof with a checkpoint")
	}
	hashes, err := hashesOf(lines[1:])
	if err != nil {
		return err
	}
	earlier, err := open(c.EarlierNote, c.VerifierKey)
	if err != nil {
		return err
	}
	later, err := open(checkpoint, c.VerifierKey)
	if err != nil {
		return err
	}
	if lines[0] != fmt.Sprintf("old %d", earlier.N) {
		return errors.New("the proof is from another size")
	}
	return tlog.CheckTree(tlog.TreeProof(hashes), later.N, later.Hash, earlier.N, earlier.Hash)
}

// checkTiles makes the tree again from the entries alone, and compares its root and every tile.
func checkTiles(c claim) error {
	tree, err := open(c.Note, c.VerifierKey)
	if err != nil {
		return err
	}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for position, index := range indexes {
			if index >= int64(len(stored)) {
				return nil, errors.New("the entries do not reach that far")
			}
			hashes[position] = stored[index]
		}
		return hashes, nil
	})
	count := int64(0)
	for _, bundle := range c.Bundles {
		for len(bundle) > 0 {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				return errors.New("a bundle ends within an entry")
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			hashes, err := tlog.StoredHashes(count, bundle[2:end], reader)
			if err != nil {
				return err
			}
			stored = append(stored, hashes...)
			bundle = bundle[end:]
			count++
		}
	}
	root, err := tlog.TreeHash(count, reader)
	if err != nil {
		return err
	}
	if count != tree.N || root != tree.Hash {
		return errors.New("the entries are not those of the checkpoint")
	}
	for _, each := range c.Tiles {
		for position := 0; position*tlog.HashSize < len(each.Bytes); position++ {
			index := tlog.StoredHashIndex(int(8*each.Level), each.Index*256+int64(position))
			hashes, err := reader.ReadHashes([]int64{index})
			if err != nil {
				return err
			}
			if !bytes.HasPrefix(each.Bytes[position*tlog.HashSize:], hashes[0][:]) {
				return fmt.Errorf("tile %d/%d has another hash at %d", each.Level, each.Index, position)
			}
		}
	}
	return nil
}

func hashesOf(lines []string) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, line := range lines {
		if line == "" {
			continue
		}
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
	}
	return hashes, nil
}
