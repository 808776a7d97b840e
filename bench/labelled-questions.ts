/**
 * Explanations as an explainer writes them, in groups of one meaning, and questions as a person asks them, who does not know the explainer's words.
 * Written for this measurement.
 */
export const labelled: { questions: string[]; texts: string[] }[] = [
  {
    questions: ['bodies of water', 'places where fish live', 'hydrology'],
    texts: [
      'names of rivers and lakes',
      'streams, brooks and creeks',
      'mentions of the ocean or the sea',
      'words about ponds and reservoirs',
    ],
  },
  {
    questions: ['physical exercise', 'sports training', 'getting fit'],
    texts: [
      'verbs of running and jogging',
      'lifting weights at the gym',
      'athletes warming up before a match',
      'phrases about stretching muscles',
    ],
  },
  {
    questions: ['sad feelings', 'someone is unhappy', 'grief'],
    texts: [
      'crying and tears',
      'expressions of sorrow',
      'mourning after a death',
      'characters who are lonely or depressed',
    ],
  },
  {
    questions: ['money matters', 'finance', 'economics of a company'],
    texts: [
      'bank loans and interest rates',
      'stock prices falling',
      'quarterly revenue and profit',
      'taxes paid by households',
    ],
  },
  {
    questions: ['programming', 'source code', 'software engineering'],
    texts: [
      'function definitions in Python',
      'closing curly braces',
      'import statements at the top of a module',
      'error messages of a compiler',
    ],
  },
  {
    questions: ['kin', 'relatives', 'family members'],
    texts: [
      'mother and father',
      'brothers, sisters and siblings',
      'grandparents visiting',
      'the word "uncle" before a name',
    ],
  },
  {
    questions: ['courts', 'legal language', 'justice system'],
    texts: [
      'a judge passing a sentence',
      'lawsuits between companies',
      'the defendant and the plaintiff',
      'clauses of a contract',
    ],
  },
  {
    questions: ['medicine', 'health care', 'illness'],
    texts: [
      'doctors and nurses in a hospital',
      'symptoms such as fever and cough',
      'dosage of a drug',
      'surgery on the heart',
    ],
  },
  {
    questions: ['weather', 'meteorology', 'is it going to be wet outside'],
    texts: ['rain, snow and hail', 'temperatures in degrees', 'storms and strong wind', 'a sunny day without clouds'],
  },
  {
    questions: ['meals', 'things to eat', 'cuisine'],
    texts: ['recipes with flour and butter', 'breakfast and dinner', 'names of fruit', 'a chef tasting soup'],
  },
  {
    questions: ['transport', 'vehicles', 'travelling by machine'],
    texts: [
      'trains arriving at a station',
      'cars and trucks on a road',
      'airplanes taking off',
      'riding a bicycle to work',
    ],
  },
  {
    questions: ['when something happens', 'dates', 'chronology'],
    texts: ['months of the year', 'days of the week', 'four-digit years', 'the words "before" and "after"'],
  },
  {
    questions: ['amounts', 'numerals', 'how many'],
    texts: ['numbers written as words', 'digits after a decimal point', 'percentages', 'counts of people in a crowd'],
  },
  {
    questions: ['armed conflict', 'military', 'fighting between nations'],
    texts: ['soldiers on a battlefield', 'treaties that ended a war', 'missiles and bombs', 'the rank of a general'],
  },
  {
    questions: ['faith', 'worship', 'religious belief'],
    texts: ['prayers in a church', 'verses of the Quran', 'temples and monks', 'God and angels'],
  },
  {
    questions: ['songs', 'people who perform on stage with instruments', 'audio art'],
    texts: ['guitar and drums', 'names of composers', 'lyrics of a chorus', 'an orchestra tuning'],
  },
];
