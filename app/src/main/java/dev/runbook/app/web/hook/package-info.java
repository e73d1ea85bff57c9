/// Where systems outside send what happens to them.
@NullMarked
package dev.runbook.app.web.hook;

import org.jspecify.annotations.NullMarked;
