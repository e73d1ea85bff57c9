/// The pages in a real browser: Chromium, driven over the W3C WebDriver protocol.
@NullMarked
package dev.runbook.app.browser;

import org.jspecify.annotations.NullMarked;
