/// Operations that providers offer: their parameters, effect and risk, how they are called and what may come
/// back.
@NullMarked
package dev.runbook.core.operation;

import org.jspecify.annotations.NullMarked;
