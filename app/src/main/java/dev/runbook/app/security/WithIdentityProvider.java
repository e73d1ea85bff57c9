package dev.runbook.app.security;

import java.util.Objects;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// Whether an identity provider is configured.
final class WithIdentityProvider implements ConfigurationCondition {

    /// What is given to the web server stands before any configuration is read.
    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return Objects.requireNonNull(context.getBeanFactory())
                        .getBeanNamesForType(IdentityProvider.class, true, false)
                        .length
                > 0;
    }
}
