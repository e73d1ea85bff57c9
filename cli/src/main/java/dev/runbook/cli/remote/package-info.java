/// Commands that talk to a running server over its REST API.
@NullMarked
package dev.runbook.cli.remote;

import org.jspecify.annotations.NullMarked;
