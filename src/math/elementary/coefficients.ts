// Coefficients of the elementary functions, written by scripts/elementary/fit.py: change them there.
// Plain numbers only, so that TypeScript and AssemblyScript read this same file; those ending in 32
// (and those of a function ending in 32) are single precision values written in full.

/** From here on tanh rounds to 1 in single precision. */
export const TANH32_BOUND = 9.010899543762207;
/** Coefficient of x^(2·0) above the line. */
export const TANH32_N0 = -79.24800109863281;
/** Coefficient of x^(2·1) above the line. */
export const TANH32_N1 = -0.9268847107887268;
/** Coefficient of x^(2·2) above the line. */
export const TANH32_N2 = -6.619361374760047e-5;
/** Coefficient of x^(2·0) below the line. */
export const TANH32_D0 = 950.9769897460938;
/** Coefficient of x^(2·1) below the line. */
export const TANH32_D1 = 106.21958923339844;
/** From here on tanh rounds to 1 in double precision. */
export const TANH64_BOUND = 19.0616;
/** Coefficient of x^(2·0) above the line. */
export const TANH64_N0 = -39707287996188.84;
/** Coefficient of x^(2·1) above the line. */
export const TANH64_N1 = -787120282437.2888;
/** Coefficient of x^(2·2) above the line. */
export const TANH64_N2 = -4306533364.658161;
/** Coefficient of x^(2·3) above the line. */
export const TANH64_N3 = -8492070.108713737;
/** Coefficient of x^(2·4) above the line. */
export const TANH64_N4 = -5870.5321912672935;
/** Coefficient of x^(2·5) above the line. */
export const TANH64_N5 = -0.9900988035459766;
/** Coefficient of x^(2·0) below the line. */
export const TANH64_D0 = 476487455954266.25;
/** Coefficient of x^(2·1) below the line. */
export const TANH64_D1 = 57094188984673.984;
/** Coefficient of x^(2·2) below the line. */
export const TANH64_D2 = 939498042163.2833;
/** Coefficient of x^(2·3) below the line. */
export const TANH64_D3 = 4775561745.182172;
/** Coefficient of x^(2·4) below the line. */
export const TANH64_D4 = 9031234.400520347;
/** Coefficient of x^(2·5) below the line. */
export const TANH64_D5 = 6065.334491477142;
/** Coefficient of r^0 in (e^r − 1 − r)/r². */
export const EXP32_C0 = 0.4999999701976776;
/** Coefficient of r^1 in (e^r − 1 − r)/r². */
export const EXP32_C1 = 0.16666530072689056;
/** Coefficient of r^2 in (e^r − 1 − r)/r². */
export const EXP32_C2 = 0.04166838899254799;
/** Coefficient of r^3 in (e^r − 1 − r)/r². */
export const EXP32_C3 = 0.008368716575205326;
/** Coefficient of r^4 in (e^r − 1 − r)/r². */
export const EXP32_C4 = 0.0013814596459269524;
/** Coefficient of r^0 in (e^r − 1 − r)/r². */
export const EXP64_C0 = 0.5000000000000011;
/** Coefficient of r^1 in (e^r − 1 − r)/r². */
export const EXP64_C1 = 0.16666666666666413;
/** Coefficient of r^2 in (e^r − 1 − r)/r². */
export const EXP64_C2 = 0.041666666666530155;
/** Coefficient of r^3 in (e^r − 1 − r)/r². */
export const EXP64_C3 = 0.00833333333349446;
/** Coefficient of r^4 in (e^r − 1 − r)/r². */
export const EXP64_C4 = 0.0013888888943630205;
/** Coefficient of r^5 in (e^r − 1 − r)/r². */
export const EXP64_C5 = 0.00019841269506579748;
/** Coefficient of r^6 in (e^r − 1 − r)/r². */
export const EXP64_C6 = 2.4801493098818066e-5;
/** Coefficient of r^7 in (e^r − 1 − r)/r². */
export const EXP64_C7 = 2.7557586375895884e-6;
/** Coefficient of r^8 in (e^r − 1 − r)/r². */
export const EXP64_C8 = 2.7630248407465575e-7;
/** Coefficient of r^9 in (e^r − 1 − r)/r². */
export const EXP64_C9 = 2.500006022014549e-8;
/** Coefficient of s^(2·0) in (2·atanh(s)/s − 2)/s². */
export const LOG32_C0 = 0.6666677594184875;
/** Coefficient of s^(2·1) in (2·atanh(s)/s − 2)/s². */
export const LOG32_C1 = 0.39977532625198364;
/** Coefficient of s^(2·2) in (2·atanh(s)/s − 2)/s². */
export const LOG32_C2 = 0.29872003197669983;
/** Coefficient of s^(2·0) in (2·atanh(s)/s − 2)/s². */
export const LOG64_C0 = 0.6666666666666734;
/** Coefficient of s^(2·1) in (2·atanh(s)/s − 2)/s². */
export const LOG64_C1 = 0.3999999999941396;
/** Coefficient of s^(2·2) in (2·atanh(s)/s − 2)/s². */
export const LOG64_C2 = 0.2857142874256256;
/** Coefficient of s^(2·3) in (2·atanh(s)/s − 2)/s². */
export const LOG64_C3 = 0.222221985537563;
/** Coefficient of s^(2·4) in (2·atanh(s)/s − 2)/s². */
export const LOG64_C4 = 0.18183565408137778;
/** Coefficient of s^(2·5) in (2·atanh(s)/s − 2)/s². */
export const LOG64_C5 = 0.15314021109763368;
/** Coefficient of s^(2·6) in (2·atanh(s)/s − 2)/s². */
export const LOG64_C6 = 0.14796261140163616;
/** Coefficient of r^(2·0) in (sin(r)/r − 1)/r². */
export const SIN64_C0 = -0.16666666666666632;
/** Coefficient of r^(2·1) in (sin(r)/r − 1)/r². */
export const SIN64_C1 = 0.008333333333322413;
/** Coefficient of r^(2·2) in (sin(r)/r − 1)/r². */
export const SIN64_C2 = -0.0001984126982980767;
/** Coefficient of r^(2·3) in (sin(r)/r − 1)/r². */
export const SIN64_C3 = 2.7557313691877e-6;
/** Coefficient of r^(2·4) in (sin(r)/r − 1)/r². */
export const SIN64_C4 = -2.5050758109741896e-8;
/** Coefficient of r^(2·5) in (sin(r)/r − 1)/r². */
export const SIN64_C5 = 1.5896795373483502e-10;
/** Coefficient of r^(2·0) in (cos(r) − 1 + r²/2)/r⁴. */
export const COS64_C0 = 0.0416666666666666;
/** Coefficient of r^(2·1) in (cos(r) − 1 + r²/2)/r⁴. */
export const COS64_C1 = -0.0013888888888874125;
/** Coefficient of r^(2·2) in (cos(r) − 1 + r²/2)/r⁴. */
export const COS64_C2 = 2.4801587289482188e-5;
/** Coefficient of r^(2·3) in (cos(r) − 1 + r²/2)/r⁴. */
export const COS64_C3 = -2.75573143523326e-7;
/** Coefficient of r^(2·4) in (cos(r) − 1 + r²/2)/r⁴. */
export const COS64_C4 = 2.0875723272995724e-9;
/** Coefficient of r^(2·5) in (cos(r) − 1 + r²/2)/r⁴. */
export const COS64_C5 = -1.1359647781332637e-11;
/** 1/ln 2. */
export const LOG2_E = Math.LOG2E;
/** 1/ln 2 in single precision. */
export const LOG2_E32 = 1.4426950216293335;
/** ln 2 to 15 bits. */
export const LN2_HIGH32 = 0.693145751953125;
/** ln 2 − LN2_HIGH32. */
export const LN2_LOW32 = 1.428606765330187e-6;
/** ln 2 to 41 bits. */
export const LN2_HIGH64 = 0.693147180559663;
/** ln 2 − LN2_HIGH64. */
export const LN2_LOW64 = 2.8235290563031577e-13;
/** 2/π. */
export const TWO_OVER_PI = 0.6366197723675814;
/** 2π. */
export const TWO_PI = 6.283185307179586;
/** π/2 to 43 bits: products with integers up to 2^10 are exact. */
export const HALF_PI_HIGH = 1.5707963267948344;
/** The next 43 bits of π/2. */
export const HALF_PI_MIDDLE = 6.223372171896261e-14;
/** π/2 − HALF_PI_HIGH − HALF_PI_MIDDLE. */
export const HALF_PI_LOW = 3.5215598651832e-27;
