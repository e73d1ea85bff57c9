/// What the surfaces for people and programs stand on.
@NullMarked
package dev.runbook.app.web;

import org.jspecify.annotations.NullMarked;
