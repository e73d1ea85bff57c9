/// The pages.
@NullMarked
package dev.runbook.app.web.page;

import org.jspecify.annotations.NullMarked;
