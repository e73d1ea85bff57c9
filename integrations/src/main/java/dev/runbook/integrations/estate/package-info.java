/// The systems of a simulated company: hosts, services, databases, volumes, links, and who calls whom.
@NullMarked
package dev.runbook.integrations.estate;

import org.jspecify.annotations.NullMarked;
