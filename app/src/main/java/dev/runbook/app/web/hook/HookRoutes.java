package dev.runbook.app.web.hook;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The controllers of webhooks.
@Configuration(proxyBeanMethods = false)
@Import({SlackController.class, WebhookController.class})
public class HookRoutes {}
