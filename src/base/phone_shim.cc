#include "base/phone_shim.h"

#include <cstring>
#include <exception>
#include <string>

#include <phonenumbers/phonenumberutil.h>
#include <phonenumbers/shortnumberinfo.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
using i18n::phonenumbers::ShortNumberInfo;

namespace
{

template <size_t Size> bool copy(char (&into)[Size], const std::string &text)
{
    if (text.size() >= Size)
        return false;
    std::memcpy(into, text.c_str(), text.size() + 1);
    return true;
}

const ShortNumberInfo &short_numbers()
{
    static const ShortNumberInfo info;

    return info;
}

/* In some countries 911 or 1234 could also be the whole of a very short subscriber number. */
bool is_short_code(const PhoneNumberUtil &util, const PhoneNumber &number)
{
    return !util.IsValidNumber(number) && short_numbers().IsValidShortNumber(number);
}

bool is_full_number(const PhoneNumberUtil &util, const PhoneNumber &number)
{
    if (number.has_extension())
        return false;
    if (util.IsPossibleNumberWithReason(number) != PhoneNumberUtil::IS_POSSIBLE)
        return false;
    return !is_short_code(util, number);
}

/* "001" is what belongs to no country, "ZZ" what is not known. */
std::string country_of(const PhoneNumberUtil &util, const PhoneNumber &number)
{
    std::string region;

    util.GetRegionCodeForNumber(number, &region);
    return region == "001" || region == "ZZ" ? std::string() : region;
}

bool parse(const std::string &text, const char *region, struct phone_shim_number *out)
{
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    std::string e164, display;

    if (util.Parse(text, *region ? region : "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR)
        return false;
    if (!is_full_number(util, number))
        return false;
    util.Format(number, PhoneNumberUtil::E164, &e164);
    util.Format(number, PhoneNumberUtil::INTERNATIONAL, &display);
    return copy(out->e164, e164) && copy(out->display, display) && copy(out->region, country_of(util, number));
}

} // namespace

extern "C" bool phone_shim_parse(const char *text, size_t size, const char *region, struct phone_shim_number *out)
{
    std::memset(out, 0, sizeof(*out));
    try {
        if (parse(std::string(text, size), region, out))
            return true;
    } catch (const std::exception &) {
        /* out of memory at worst; C must not see it */
    }
    std::memset(out, 0, sizeof(*out));
    return false;
}

extern "C" bool phone_shim_region_known(const char *region)
{
    try {
        return PhoneNumberUtil::GetInstance()->GetCountryCodeForRegion(region) != 0;
    } catch (const std::exception &) {
        return false;
    }
}
