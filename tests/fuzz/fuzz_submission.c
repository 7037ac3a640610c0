/* What a visitor sends: a body of any shape against a form with every kind of field, and a proof of any shape. */
#include "base/json.h"
#include "base/secret.h"
#include "features/form/form.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const struct pow_secrets secrets = { { "k1", 2 }, { "k2", 2 } };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const struct form form = {
        .id = 1,
        .kind = { "contact", 7 },
        .consent_ask = true,
        .consent_version = 1,
        .fields = STR(
            "[{\"name\":\"first_name\",\"label\":\"a\",\"required\":true},{\"name\":\"last_name\",\"label\":\"b\"},"
            "{\"name\":\"email\",\"label\":\"c\"},{\"name\":\"phone\",\"label\":\"d\"},"
            "{\"name\":\"message\",\"label\":\"e\"}]"),
        .questions = STR(
            "[{\"id\":\"q1\",\"kind\":\"choice\",\"text\":\"x\",\"choices\":[\"a\",\"b\"]},"
            "{\"id\":\"q2\",\"kind\":\"yes-no\",\"text\":\"y\"},{\"id\":\"q3\",\"kind\":\"text\",\"text\":\"z\"}]"),
    };
    struct str text = { (const char *)bytes, size };
    struct submission_input input = { .proof_expires_ms = 0 };
    struct pow_proof proof;
    struct arena arena;
    struct ctx ctx;
    json_t *body;

    arena_init(&arena);
    ctx_init(&ctx, &arena);
    ctx.country = STR("ES");
    if (json_read(&ctx, text, &body) == ERR_OK && json_is_object(body)) {
        if (submission_read(&ctx, &form, body, size % 2 == 0, &input) == ERR_OK &&
            input.submission.fingerprint.len != 64)
            abort();
        pow_check(&ctx, &secrets, json_text(json_object_get(body, "altcha")), STR("f1"), &proof);
    }
    if (pow_check(&ctx, &secrets, text, STR("f1"), &proof) == POW_GOOD)
        abort(); /* nobody guesses a signature */
    arena_clear(&arena);
    return 0;
}
