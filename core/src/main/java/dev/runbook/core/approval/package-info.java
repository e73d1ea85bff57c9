/// Who must agree before an action runs: risk, policy rules, the exact plan, requests and decisions.
@NullMarked
package dev.runbook.core.approval;

import org.jspecify.annotations.NullMarked;
