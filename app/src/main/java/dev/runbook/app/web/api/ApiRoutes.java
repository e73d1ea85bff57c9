package dev.runbook.app.web.api;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The controllers of the API. They are named, because looking for them costs time at every start.
@Configuration(proxyBeanMethods = false)
@Import({
    AlertController.class,
    AttachmentController.class,
    Attachments.class,
    CallController.class,
    ChatController.class,
    CorrectionController.class,
    DecisionController.class,
    IncidentController.class,
    KillSwitchController.class,
    LibraryController.class,
    MeController.class,
    PlanController.class,
    RecordingController.class,
    ScenarioController.class,
    SecurityLogController.class,
    Talks.class,
    TokenController.class,
    UserController.class
})
public class ApiRoutes {}
