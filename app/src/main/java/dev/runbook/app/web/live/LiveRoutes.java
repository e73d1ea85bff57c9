package dev.runbook.app.web.live;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The controllers of live streams.
@Configuration(proxyBeanMethods = false)
@Import(LiveController.class)
public class LiveRoutes {}
