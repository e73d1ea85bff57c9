/// Vendors on this machine that follow their published descriptions strictly, and what live integrations promise.
@org.jspecify.annotations.NullMarked
package dev.runbook.integrations.stub;
