/// Incidents as the API and the pages show them: records of their own, translated from the domain here and
/// nowhere else.
@NullMarked
package dev.runbook.app.web.view;

import org.jspecify.annotations.NullMarked;
