/// Where the system is put together, in plain Java: the server, the rehearsal in the terminal and the
/// whole-system tests all come through here.
@NullMarked
package dev.runbook.app.assembly;

import org.jspecify.annotations.NullMarked;
