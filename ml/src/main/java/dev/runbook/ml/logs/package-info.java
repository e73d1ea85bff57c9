/// Log lines to templates, in one pass and in bounded memory, with one setting for every system; and what is new,
/// vanished or bursting beside a baseline.
///
/// [LogPatterns] reads files, [PatternComparison] takes events from anywhere, [TemplateMiner] groups single
/// messages.
@NullMarked
package dev.runbook.ml.logs;

import org.jspecify.annotations.NullMarked;
