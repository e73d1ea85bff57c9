/// What keeps a language model honest and discreet: secrets are masked before text leaves, and figures,
/// times, hosts and ids that no evidence holds are taken out of what comes back.
@NullMarked
package dev.runbook.ml.llm.guard;

import org.jspecify.annotations.NullMarked;
