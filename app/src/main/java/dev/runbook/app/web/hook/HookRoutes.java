package dev.runbook.app.web.hook;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The controller of webhooks.
@Configuration(proxyBeanMethods = false)
@Import(WebhookController.class)
public class HookRoutes {}
