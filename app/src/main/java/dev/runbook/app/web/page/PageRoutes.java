package dev.runbook.app.web.page;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The controllers of the pages.
@Configuration(proxyBeanMethods = false)
@Import({
    AccountPage.class,
    AlertsPage.class,
    ChatPage.class,
    DashboardPage.class,
    FailurePages.class,
    HomePage.class,
    IncidentPage.class,
    KillSwitchPage.class,
    PageAdvice.class,
    PeoplePage.class,
    Replies.class,
    RunbookEditor.class,
    RunbooksPage.class,
    SecurityLogPage.class,
    SettingsPage.class,
    SignInPage.class
})
public class PageRoutes {}
