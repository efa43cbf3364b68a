//go:build tools

// Package tools only names the program to build.
package tools

import _ "github.com/rhysd/actionlint/cmd/actionlint"
