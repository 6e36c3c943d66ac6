"""The texts of the picture's data, for extraction. Written by `egnatia.picture.message_source`; don't edit."""

# ruff: noqa: E501
from django.utils.translation import gettext_noop

gettext_noop(
    "99,068 irregular crossings were found in 2023 (the published series of June 2025 sums to 99,002); follow the EU Action Plan and make processes alike."
)
gettext_noop("A count of what is there and what is missing; an agreement with the agency.")
gettext_noop("A crisis in a country of origin or on the way")
gettext_noop("A doctor, a nurse, a mediator; an ambulance within half an hour.")
gettext_noop("A document examiner; pictures without anybody's data on them.")
gettext_noop("A joint regional group of the heads of border police, and closer work at the borders.")
gettext_noop("A known event that needs no answer")
gettext_noop("A liaison officer or a contact point at the partner.")
gettext_noop("A list of what was added and from where.")
gettext_noop("A mission or an organisation in the country; a budget.")
gettext_noop("A visa regime, a law or a practice changed")
gettext_noop("Access log")
gettext_noop(
    "Add two registration officers a shift at the places named in the alarm, with a scanner each, until the figures are back in the expected range for two weeks."
)
gettext_noop(
    "Agree with the neighbouring section on joint patrols at the hours in which most crossings are found; people in distress are rescued first."
)
gettext_noop("Agreements and joint operations with the agencies of the European Union.")
gettext_noop("Agreements, clocks and counts are there; the procedure itself is not yet.")
gettext_noop("Alarms")
gettext_noop("Alert for a type of document")
gettext_noop("All channels between the partners open, and more known about who tries to cross.")
gettext_noop("An agreement on joint patrols in force between the two partners; a common radio channel.")
gettext_noop("Analyse better and detect threats in time, so that recommendations follow, at the centre and on the spot.")
gettext_noop("Annual totals of the monthly detections on the route. The last year may end before December; its note says so.")
gettext_noop("Another document")
gettext_noop("Another place")
gettext_noop("Another vehicle")
gettext_noop("Another way")
gettext_noop("Applicants")
gettext_noop("Applications for international protection")
gettext_noop("Applications for international protection, each for one person.")
gettext_noop("Applications for protection at one partner, each day")
gettext_noop("Applications for protection at one partner, each month")
gettext_noop("Applications registered, first and later ones, by day of the registration of the application.")
gettext_noop("Apprehension")
gettext_noop("Apprehensions")
gettext_noop(
    "Apprehensions of persons aged six or over after crossing the border irregularly, by day and section of the event. The same person may be detected more than once."
)
gettext_noop("Arrival in reception")
gettext_noop(
    "Arrivals by day in each country along the route as UNHCR estimated them. The same person is counted in each country passed, so the countries are never added up."
)
gettext_noop("Arrivals in one country, each day")
gettext_noop("Arrivals in reception")
gettext_noop("Arrivals in reception at one partner, each day")
gettext_noop(
    "Ask the European agencies and international organisations for staff, beds or equipment as far as the own means fall short of the arrivals to be expected."
)
gettext_noop(
    "Ask the liaison officers and the partner upstream what they see: numbers, routes, prices, and what is expected for the next two weeks."
)
gettext_noop(
    "Ask whoever reports this series whether the figures are complete, counted as before, and free of duplicates; say by when a revision is to be expected."
)
gettext_noop("Back in the expected range before anybody decided")
gettext_noop("Be able to grow to and work with the European Union's systems later.")
gettext_noop("Beds, heating, meals, staff for protection round the clock.")
gettext_noop("Boat")
gettext_noop("Border stamp, forged")
gettext_noop("Bring interpreters for the languages of those who arrive, in person in the day and by telephone at night.")
gettext_noop(
    "Bring the exchange between the national biometric registers of asylum seekers and irregular migrants up to date, also where such a register exists already."
)
gettext_noop(
    "Bring the rise of this nationality before the visa dialogue: compare entries without visa with detections, and agree with the partner concerned on what is adapted, from when, and how it is measured."
)
gettext_noop("Bus")
gettext_noop("By boat")
gettext_noop("Candidates for an examiner")
gettext_noop("Car")
gettext_noop("Care is offered, not imposed, and nothing of it reaches the border police.")
gettext_noop("Categories, files and retention follow Eurodac's; a connection to it is not built.")
gettext_noop("Channels and agreements")
gettext_noop("Check that people can still ask for protection")
gettext_noop("Check the figures")
gettext_noop("Child-protection officers")
gettext_noop("Children are protected at registration; investigations and the experts' network are not yet there.")
gettext_noop("Children come first: those who travel alone are received apart from adults and get a representative.")
gettext_noop("Commitments")
gettext_noop(
    "Compare the neighbouring sections, the other kinds of entry and the partners up and down the route for two weeks: a fall here may be a rise there."
)
gettext_noop("Conference on smuggling and trafficking, Budva")
gettext_noop("Connected systems")
gettext_noop("Convoy of several vehicles")
gettext_noop("Cross-tables")
gettext_noop("Damaged fence")
gettext_noop("Data quality")
gettext_noop("Data sets signed in any category, by day of their event; void and corrected ones don't count.")
gettext_noop("Departure from reception")
gettext_noop("Departures from reception")
gettext_noop("Detections on the Western Balkan route")
gettext_noop("Detections on the Western Balkan route, by year")
gettext_noop("Differences between partners")
gettext_noop("Disembarkation after search and rescue")
gettext_noop("Disembarked after rescue")
gettext_noop("Each counted once, as far as confirmed links tell.")
gettext_noop(
    "Each partner's representatives report to their own minister every three months, first on 14 August 2024; Albania's Ministry of Interior coordinates; one work programme."
)
gettext_noop("Estimated daily arrivals along the route, 2015 and 2016")
gettext_noop("Every person is still looked at one by one; nobody is turned back as one of a group.")
gettext_noop(
    "Exchange more within the region, improve information systems, and build reception and asylum capacity in view of the new Pact."
)
gettext_noop("Explore")
gettext_noop("Families stay together, and places for women, children and ill people are told apart.")
gettext_noop("Fight the smuggling of migrants together.")
gettext_noop("Figures of entries by the nationality; the ministries of foreign affairs.")
gettext_noop("Find a person")
gettext_noop("Findings without persons.")
gettext_noop("Findings without persons: ways of smuggling, forged documents, vehicles, places; by day, section and type.")
gettext_noop("First mandate: share data and information on irregular migration and on crime that goes with it.")
gettext_noop("Follow cryptocurrencies and hawala with software, tools and digital forensics.")
gettext_noop(
    "Follow smuggling and trafficking through digital platforms; exchange the trends and the ways in which it is done."
)
gettext_noop("Forged document")
gettext_noop("Frontex, monthly detections of irregular border crossings")
gettext_noop("Frontex, monthly detections: route, border, nationality, t, n")
gettext_noop("Give back reinforcements")
gettext_noop("Give staff and places that were added back in steps over four weeks, as long as the figures stay low.")
gettext_noop(
    "Have a child-protection officer at the place of registration at all hours; register children first and name representatives within the day."
)
gettext_noop(
    "Have rescue teams ready at the river, mountain or road crossings of the section, with warm clothing and a doctor on call."
)
gettext_noop(
    "Have the section visited without notice by somebody from outside it, and ask the ombudsman's office what it hears: a fall must not come from people being turned away."
)
gettext_noop("Hidden in a car")
gettext_noop("Hidden in a lorry")
gettext_noop("Hidden in a train")
gettext_noop("House used to hide people")
gettext_noop("How often alarms were wrong")
gettext_noop("IOM with the heads of border police")
gettext_noop("Identification is there; following each person to a lasting solution is not yet.")
gettext_noop(
    "Identify more people as they enter, and find the solution that is best for each in the long run, here and in the country of origin."
)
gettext_noop("Identity card, forged")
gettext_noop("Incidents")
gettext_noop("Incidents found by one partner, each month")
gettext_noop("Incidents of one type, each month")
gettext_noop("Informal camp")
gettext_noop("Information in countries of origin")
gettext_noop("Information notices")
gettext_noop("Information to travellers")
gettext_noop("Integrated border management stays a priority, with systems that belong together.")
gettext_noop("Interior ministers, Tirana, joint statement of spring 2024")
gettext_noop("Interpreters")
gettext_noop("Interpreters bound to secrecy, of either sex; a telephone line.")
gettext_noop("Investigate and prosecute criminal networks on one's own initiative, together across borders.")
gettext_noop("Irregular border crossings detected")
gettext_noop("Irregular crossing")
gettext_noop("Irregular crossings and irregular stays detected, together.")
gettext_noop("Irregular crossings at one border section, each day")
gettext_noop("Irregular crossings by one nationality, each month")
gettext_noop(
    "Irregular crossings detected at the land borders of Bulgaria, Croatia, Hungary and Romania with the region, as Frontex publishes them each month: a count of exits at the border of the European Union, not of entries into the region or of movement inside it."
)
gettext_noop("Irregular crossings found by one partner, each day")
gettext_noop("Irregular crossings found by one partner, each month")
gettext_noop("Irregular stay")
gettext_noop("Irregular stays detected")
gettext_noop("Irregular stays found by one partner, each month")
gettext_noop("It has an end, and reaches no further than the figures give reason for.")
gettext_noop("Join the data on these flows for the region by systems that work together.")
gettext_noop("Joint analysis with the partners")
gettext_noop("Joint operations")
gettext_noop("Joint patrols with the neighbour")
gettext_noop("Keep the commitments of the Skopje Declaration; harmonise; build capacity where each partner needs it.")
gettext_noop("Leave fewer differences between the partners that somebody could exploit.")
gettext_noop(
    "Look at the alarm together with the partners up and down the route: whether theirs rang too, what moved where, and what each does about it."
)
gettext_noop("Look where the movement went")
gettext_noop("Lorry")
gettext_noop("Manage migration, asylum, and how people are received.")
gettext_noop("Manage the identity of persons.")
gettext_noop("Measures that partners ask for")
gettext_noop("Medical team")
gettext_noop("Ministerial video conference, 22 October 2020")
gettext_noop("More reception places")
gettext_noop("More registration staff")
gettext_noop("Mountain or water rescue services; a number that anybody can call.")
gettext_noop(
    "Move officers and scanners from sections below their expected figures to the section of the alarm for four weeks; look again every Monday."
)
gettext_noop("My measures")
gettext_noop("My work")
gettext_noop(
    "Nobody is checked for nationality, looks or religion alone: what is checked is the document, the vehicle or the place."
)
gettext_noop("Not yet: investigations get a gateway of their own, apart from migration.")
gettext_noop("Not yet: justice is outside what the nodes record.")
gettext_noop("Not yet: no package for investigations exists.")
gettext_noop("Occurrences; the same person may stand behind several.")
gettext_noop("Officers who are certified for work with children.")
gettext_noop("On foot, with a guide")
gettext_noop("One nationality on the route, each month")
gettext_noop("One person at the source who knows how it is counted.")
gettext_noop("One person found three times is three detections.")
gettext_noop("Only counts and ways of doing are exchanged, no data about single persons.")
gettext_noop(
    "Open additional reception places for the number of arrivals to be expected in the next two weeks, with places apart for families and for children who travel alone."
)
gettext_noop("Outlook: the next days and months")
gettext_noop("Partners of this node")
gettext_noop("Passport, counterfeit")
gettext_noop("Passport, forged")
gettext_noop("Persons aged six or over found staying irregularly, by day of the finding.")
gettext_noop(
    "Persons referred to protection or to the mechanism for victims of trafficking, by day. Never shown by border section."
)
gettext_noop(
    "Persons registered here, each once, by month of the registration and by the partner that registered them next, as confirmed links between registrations tell. Groups of fewer than five are left out, so the parts add up to no total."
)
gettext_noop("Persons returned, voluntarily or not, by day of the departure; readmissions to a neighbour among them.")
gettext_noop("Persons seen next by another partner")
gettext_noop("Persons taken into a reception centre, by day.")
gettext_noop("Persons who left a reception centre, wherever to, by day.")
gettext_noop("Place")
gettext_noop("Places to stay in reception centres.")
gettext_noop("Prevent and investigate the exploitation of children, online and off, with a network of experts on cybercrime.")
gettext_noop("Progress on the joint action plans: counter-terrorism, firearms, drugs.")
gettext_noop("Protect migrants and respect human rights.")
gettext_noop(
    "Put up notices and have staff tell people, in the languages of those who arrive, where to ask for protection, what the dangers ahead are, and how to return of their own will."
)
gettext_noop("Put victims first, with national and regional mechanisms of referral.")
gettext_noop("Readmission as international standards have it, and the present state of returns.")
gettext_noop("Redeployment between sections")
gettext_noop("Referral")
gettext_noop("Referral point for victims of trafficking")
gettext_noop("Referrals")
gettext_noop("Referrals are counted, never by border section; the referral itself is not yet there.")
gettext_noop("Referrals of vulnerable persons at one partner, each month")
gettext_noop(
    "Refusals of entry at a border crossing point, by day of the refusal. The same person may be refused more than once."
)
gettext_noop("Refused entries")
gettext_noop("Refused entries at one border section, each month")
gettext_noop("Refused entry")
gettext_noop("Register a person")
gettext_noop("Register of databases, tools and needs")
gettext_noop("Registration")
gettext_noop("Registration and counts of reception are there; the asylum procedure and places in centres are not yet.")
gettext_noop("Registrations")
gettext_noop("Releases")
gettext_noop("Rented car")
gettext_noop("Reports to the ministers")
gettext_noop("Request for support to agencies and organisations")
gettext_noop("Request to liaison officers")
gettext_noop("Requests from partners")
gettext_noop("Resettlement and humanitarian admission")
gettext_noop("Residence permit, forged")
gettext_noop("Return")
gettext_noop("Returns")
gettext_noop("Returns from one partner, each month")
gettext_noop("Returns, for which the partners ask for more support.")
gettext_noop("Search and rescue at dangerous places")
gettext_noop("Searches for readmission, agreements and counts are there; the procedure with its clocks is not yet.")
gettext_noop("Searches of the region")
gettext_noop("Second mandate: the processes of migration flows.")
gettext_noop("Sections that are below the expected range; transport and lodging.")
gettext_noop("See the trends and patterns of mixed migration and of irregular travel.")
gettext_noop(
    "Send a medical team to the place of the alarm for first aid and screening for urgent needs, with a way to hospital."
)
gettext_noop("Senior officials of the EU and the Western Balkans, 17 May 2021")
gettext_noop(
    "Set up a referral point of the national mechanism at the place where incidents or referrals rise, with a room where people can talk alone."
)
gettext_noop("Signs of trafficking lead to help and referral, whatever else was found.")
gettext_noop("Somebody else's genuine document")
gettext_noop("Somebody independent of the section.")
gettext_noop("Somebody of the national referral mechanism; a safe place for the night.")
gettext_noop(
    "Tell the crossing points which type of document and which forgery to look for, with pictures of the security features, and have second-line checks staffed."
)
gettext_noop("Temporary protection")
gettext_noop("Texts in the languages concerned, checked by somebody who speaks them.")
gettext_noop("The contact points of the working group.")
gettext_noop("The counts of the neighbours.")
gettext_noop("The figures are back where they were")
gettext_noop("The figures are wrong or incomplete")
gettext_noop("The measure is about places, times, documents or numbers, and its text names or describes no single person.")
gettext_noop("The measures have been taken")
gettext_noop("The movement came from another section or route")
gettext_noop("The movement is real")
gettext_noop("The route as a whole, each month")
gettext_noop("The section or service that gives people away can still register within the limits and rescue whoever needs it.")
gettext_noop("The situation today")
gettext_noop("The source revised its figures: they ring no more")
gettext_noop("Third mandate: use databases and new technology for each other's benefit, and say what is needed.")
gettext_noop("This week")
gettext_noop("Too few to matter")
gettext_noop("Trained officers, fingerprint scanners, a desk out of the weather.")
gettext_noop(
    "Trials held at a distance with the guarantees of a fair one, protection from domestic violence, measures in proportion, and the performance of justice measured."
)
gettext_noop("Tunnel")
gettext_noop("UNHCR, daily estimated arrivals along the route: one column a country")
gettext_noop("UNHCR, daily estimated arrivals per location, file of 21 September 2016")
gettext_noop("Usual at this time of the year")
gettext_noop("Van")
gettext_noop("Vehicle")
gettext_noop("Visa dialogue")
gettext_noop("Visa, forged")
gettext_noop("Way of smuggling")
gettext_noop("Ways of smuggling are counted and watched; working on cases together is not yet there.")
gettext_noop("Ways of smuggling are counted; what happens on platforms is not yet followed.")
gettext_noop("Western Balkans today")
gettext_noop("What is counted, or how, was changed")
gettext_noop("What people are told is true, in a language they read, and keeps nobody from asking for protection.")
gettext_noop("Where people are seen next")
gettext_noop("Whoever asks for protection there can do so, is registered and is sent back to no danger.")
gettext_noop(
    "With the missions and international organisations there, tell people in the country of origin which legal ways exist and what the journey does to those who make it."
)
gettext_noop("Work programme")
gettext_noop("Working group")
gettext_noop("applications")
gettext_noop("detections")
gettext_noop("events")
gettext_noop("incidents")
gettext_noop("persons")
gettext_noop("places")
