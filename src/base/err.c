#include "base/err.h"

static const struct {
    const char *code;
    int status;
    int exit;
    const char *sentence;
} errors[] = {
#define X(name, code, status, exit, sentence) [name] = { code, status, exit, sentence },
    ERR_LIST(X)
#undef X
};

const char *err_code(enum err err)
{
    return errors[err].code;
}

int err_status(enum err err)
{
    return errors[err].status;
}

int err_exit(enum err err)
{
    return errors[err].exit;
}

const char *err_sentence(enum err err)
{
    return errors[err].sentence;
}
