/// How what systems outside send becomes incidents.
@NullMarked
package dev.runbook.app.intake;

import org.jspecify.annotations.NullMarked;
