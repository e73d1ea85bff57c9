/// Questions of operators about incidents and fresh problems, answered from the journal and from looks at
/// the world, in sentences that cite what they stand on. Nothing here changes anything.
@NullMarked
package dev.runbook.ml.chat;

import org.jspecify.annotations.NullMarked;
