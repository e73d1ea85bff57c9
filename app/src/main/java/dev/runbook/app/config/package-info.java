/// The web server, put together with Spring around an assembled system.
@NullMarked
package dev.runbook.app.config;

import org.jspecify.annotations.NullMarked;
