/// The server as one process: the assembled system with its web surface around it.
@NullMarked
package dev.runbook.app.server;

import org.jspecify.annotations.NullMarked;
