package dev.runbook.store.journal;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.runbook.core.value.Value;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/// Tells Jackson what sealed types say by themselves: which cases there are. Each is written with its simple
/// name as `type`. Values are left out; they look like plain JSON.
final class SealedTypes extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    private static final JsonTypeInfo.Value BY_NAME = JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "type", null, false, true, null);

    private static boolean hasCases(Annotated type) {
        return type.getRawType().isSealed() && !Value.class.isAssignableFrom(type.getRawType());
    }

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated type) {
        return hasCases(type) ? BY_NAME : super.findPolymorphicTypeInfo(config, type);
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated type) {
        if (!hasCases(type)) return super.findSubtypes(config, type);
        return Arrays.stream(type.getRawType().getPermittedSubclasses())
                .map(each -> new NamedType(each, each.getSimpleName()))
                .toList();
    }
}
